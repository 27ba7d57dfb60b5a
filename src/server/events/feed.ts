import { setTimeout as sleep } from "node:timers/promises";
import * as repository from "@/db/repositories/event-feed";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { decodeFeedCursor, encodeFeedCursor } from "./cursor";
import { keptMs, numberEvents, numberedMax } from "./numbering";
import { type PublicEvent, publicEvent } from "./public-event";
import { type EventsAfter, readAfter } from "./read-after";
import { type FollowEvents, latest } from "./schema";
import { typesVisibleTo } from "./types";
import { eventWaits } from "./waits";

/** What a walk from the oldest event on has time for before that is too old, in milliseconds. */
const startEarlierMs = 3_600_000;

export interface FeedPage {
  items: PublicEvent[];
  /** For the parameter `after` of the next page; also where there is nothing yet. */
  nextCursor: string;
  hasMore: boolean;
}

/**
 * What has happened in the organisation since a cursor, in the order of the feed, as far as it concerns whoever asks. Where
 * there is nothing it waits for it, if that is asked for. Needs `read`. Throws `cursor_expired`, `too_many_waiting`,
 * `unavailable`, and `validation_failed` (field `after`).
 */
export async function followEvents(
  context: TenantContext,
  query: FollowEvents,
  waiting: Waiting,
): Promise<FeedPage> {
  const after = await positionOf(context, query.after);
  const isNow = query.after === latest && query.wait === 0;
  let page: Part = isNow
    ? { rows: [], position: after, hasMore: false }
    : await readNumbered(context, after, query);
  if (query.wait > 0 && isEmpty(page)) page = await waitFor(context, page.position, query, waiting);
  return {
    items: page.rows.map(publicEvent),
    nextCursor: encodeFeedCursor(context.tenantId, page.position),
    hasMore: page.hasMore,
  };
}

/** Of whoever waits. */
export interface Waiting {
  /** Aborted when the client goes. */
  signal: AbortSignal | undefined;
  /** Who asks, as of now: what they were allowed when they began to wait may have ended. */
  renew(): Promise<TenantContext>;
}

/** Between two looks of one who waits and is woken by what it doesn't ask for, in milliseconds. */
const pauseMs = 100;

type Part = Pick<EventsAfter, "rows" | "position" | "hasMore">;

const isEmpty = ({ rows, hasMore }: Part) => rows.length === 0 && !hasMore;

async function waitFor(
  context: TenantContext,
  from: number,
  query: FollowEvents,
  { signal, renew }: Waiting,
): Promise<EventsAfter> {
  const { tenantId } = context;
  const end = performance.now() + query.wait * 1_000;
  const look = () => readTenant(context, (tx) => repository.findState(tx, tenantId, from, keptMs));
  const place = eventWaits().enter(tenantId);
  try {
    for (let now = context, after = from; ; ) {
      place.look();
      const page = await readNumbered(now, after, query);
      if (!isEmpty(page)) return page;
      after = page.position;
      const timeoutMs = end - performance.now();
      if (!(await place.sleep({ known: page.state.last, look, timeoutMs, signal }))) return page;
      if (after !== from) await sleep(pauseMs);
      now = await renew();
    }
  } finally {
    place.leave();
  }
}

async function positionOf(context: TenantContext, after: string | undefined): Promise<number> {
  if (after !== undefined && after !== latest) return decodeFeedCursor(context.tenantId, after);
  while ((await numberEvents(context)) === numberedMax);
  return readTenant(context, async (tx) => {
    const { tenantId } = context;
    const start = after === latest ? null : await repository.findStart(tx, tenantId, keptMs - startEarlierMs);
    return start ?? (await repository.findState(tx, tenantId, 0, keptMs)).last;
  });
}

async function readNumbered(
  context: TenantContext,
  after: number,
  { types: asked, limit }: FollowEvents,
): Promise<EventsAfter> {
  assertCan(context, "read");
  const visible = typesVisibleTo(context.role);
  const wanted = { types: asked ? visible.filter((type) => asked.includes(type)) : visible, limit };
  const read = () => readTenant(context, (tx) => readAfter(tx, context, after, wanted));
  const page = await read();
  if (!page.state.isBehind || page.rows.length === limit) return kept(page, after);
  await numberEvents(context);
  return kept(await read(), after);
}

/** Throws `cursor_expired` if something behind the cursor isn't kept any more, or was never there: a backup was restored. */
function kept(page: EventsAfter, after: number): EventsAfter {
  const { last, isNextKept } = page.state;
  if (after === last || (after < last && isNextKept)) return page;
  throw new AppError("cursor_expired");
}
