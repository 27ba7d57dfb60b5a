import * as feed from "@/db/repositories/event-feed";
import type { TenantContext } from "../auth/tenant-context";
import { cache } from "../platform/cache";
import { withTenant } from "../platform/database";
import { articlesTag } from "../platform/generations";

/** So long events are in the feed, in milliseconds; in the audit log they stay. */
export const keptMs = 30 * 24 * 3_600_000;

/** Events that are numbered at a time. */
export const numberedMax = 5_000;

/**
 * Gives positions to events of the organisation that are committed and have none yet, at most `numberedMax`, and returns to
 * how many. Whoever wants to tell events on does this first, then reads by position. Not inside of a transaction: what is
 * numbered is visible only after the commit, and all others who number wait for it.
 */
export async function numberEvents(context: TenantContext): Promise<number> {
  if (context.tx) throw new Error("events are numbered in a transaction of their own");
  return withTenant(context, async (tx) => {
    const count = await feed.number(tx, numberedMax, keptMs);
    // The change itself does so after its commit, which may still be under way: whoever is told of it must not read what was
    // kept before it. Here it is done before anybody can be told.
    if (count > 0) await cache().invalidate(context.tenantId, Object.values(articlesTag));
    return count;
  });
}
