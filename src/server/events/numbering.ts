import * as feed from "@/db/repositories/event-feed";
import type { TenantId, TenantTx } from "@/db/tenant";
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

/**
 * The last position, after all that is committed by now was numbered: what comes behind it is what happens from now on. Inside
 * of a transaction, which should be short: until its commit nobody else numbers events of this organisation.
 */
export async function numberUpToNow(tx: TenantTx, tenantId: TenantId): Promise<number> {
  let count = 0;
  do {
    count = await feed.number(tx, numberedMax, keptMs);
    if (count > 0) await cache().invalidate(tenantId, Object.values(articlesTag));
  } while (count === numberedMax);
  return (await feed.findState(tx, tenantId, 0, keptMs)).last;
}
