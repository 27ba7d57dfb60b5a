import * as feed from "@/db/repositories/event-feed";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { eventTypes } from "../generated/event-types";
import { keptMs } from "./numbering";
import type { EventType } from "./types";

export interface EventsAfter {
  /** Of the types that were asked for, by position. */
  rows: feed.NumberedEvent[];
  /** Where to go on: all behind it is still to be read. */
  position: number;
  /** More can be read at once. */
  hasMore: boolean;
  state: feed.FeedState;
}

/** Positions that are looked through at a time, so that a read of a rare type among many events costs no more than others. */
const windowMax = 10_000;

/** So long an event of an unknown type may be one of a newer version of the program that is being rolled out, in milliseconds. */
const rolloutMs = 15 * 60_000;

const known = Object.keys(eventTypes);

/** Numbered events behind a position, at most `limit`, in one round trip. Those without a position yet aren't among them. */
export async function readAfter(
  tx: TenantTx,
  { tenantId }: TenantContext,
  after: number,
  { types, limit }: { types: EventType[]; limit: number },
): Promise<EventsAfter> {
  const upTo = after + windowMax;
  // The state first: what it says was given is then seen by the list.
  const [state, found] = await tx.inOrder([
    () => feed.findState(tx, tenantId, after, keptMs),
    () => feed.listAfter(tx, tenantId, after, { upTo, types, known, limit }),
  ]);
  const wanted = new Set<string>(types);
  const stop = found.find(mayBeNewer);
  const rows = found.filter(({ type, position }) => wanted.has(type) && (!stop || position < stop.position));
  // Passing it by would lose it: a process of the newer version goes on from here.
  if (stop) return { rows, position: stop.position - 1, hasMore: false, state };
  const last = found.at(-1)?.position ?? after;
  const position = found.length === limit ? last : Math.max(last, Math.min(state.last, upTo));
  return { rows, position, hasMore: state.isBehind || position < state.last, state };
}

function mayBeNewer({ type, createdAt }: feed.NumberedEvent): boolean {
  return !known.includes(type) && createdAt.getTime() > Date.now() - rolloutMs;
}
