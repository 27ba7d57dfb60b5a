import { and, asc, eq, gt, inArray, isNotNull, lte, notInArray, or, sql } from "drizzle-orm";
import { eventPositions, events } from "../schema/events";
import type { TenantId, TenantTx } from "../tenant";
import { type EventRow, eventColumns } from "./events";
import { firstIdAt } from "./first-id";

/** Events by their position: the order in which they are told. See `app.number_events`. */

export type NumberedEvent = EventRow & { position: number };

/** So many milliseconds before now, by the database's clock. */
const ago = (ms: number) => sql`now() - ${ms} * interval '1 millisecond'`;

/** Gives positions to at most `max` events of the tenant that have none yet and are at most `ageMaxMs` old; returns to how many. */
export async function number(tx: TenantTx, max: number, ageMaxMs: number): Promise<number> {
  const [row] = await tx.execute<{ numbered: number }>(
    sql`select app.number_events(${max}, ${ago(ageMaxMs)}) as numbered`,
  );
  return row?.numbered ?? 0;
}

export interface FeedState {
  /** The last position that was given. */
  last: number;
  /** There are events that have no position yet. */
  isBehind: boolean;
  /** The event behind the position that was asked about is there, and not older than was asked. */
  isNextKept: boolean;
}

/** How far numbering is, and whether whoever has read up to `after` has missed nothing that is older than `keptMs`. */
export async function findState(
  tx: TenantTx,
  tenantId: TenantId,
  after: number,
  keptMs: number,
): Promise<FeedState> {
  // Ordered, so that no other index than that of events without a position is taken.
  const [row] = await tx.execute<{ last: number; isBehind: boolean; isNextKept: boolean }>(sql`
    select coalesce(p.last, 0)::float8 as last,
      (select e.written_at from ${events} e where e.tenant_id = ${tenantId} and e.position is null
        and e.written_at >= coalesce(p.since, '-infinity') order by e.written_at limit 1) is not null as "isBehind",
      coalesce((select e.written_at >= ${ago(keptMs)} from ${events} e
        where e.tenant_id = ${tenantId} and e.position = ${after + 1}::bigint), false) as "isNextKept"
    from (select) nothing left join ${eventPositions} p on p.tenant_id = ${tenantId}`);
  return row ?? { last: 0, isBehind: false, isNextKept: false };
}

/** The position in front of the oldest event that is at most `keptMs` old; null if there is none. */
export async function findStart(tx: TenantTx, tenantId: TenantId, keptMs: number): Promise<number | null> {
  const fields = { position: events.position, isKept: sql<boolean>`${events.writtenAt} >= ${ago(keptMs)}` };
  const isNumbered = and(eq(events.tenantId, tenantId), isNotNull(events.position));
  const [first] = await tx
    .select(fields)
    .from(events)
    .where(isNumbered)
    .orderBy(asc(events.position))
    .limit(1)
    .execute();
  if (!first?.position || first.isKept) return first?.position ? first.position - 1 : null;
  // Ids are of about the same time; of events that are as old as that, none is missed that wouldn't be gone in a moment.
  const [kept] = await tx
    .select(fields)
    .from(events)
    .where(and(isNumbered, gt(events.id, firstIdAt(Date.now() - keptMs)), fields.isKept))
    .orderBy(asc(events.id))
    .limit(1)
    .execute();
  return kept?.position ? kept.position - 1 : null;
}

/**
 * Events behind a position and up to another one, by position, of these types; and those of types that aren't among
 * `known`, which a newer version of the program may have written.
 */
export async function listAfter(
  tx: TenantTx,
  tenantId: TenantId,
  after: number,
  { upTo, types, known, limit }: { upTo: number; types: string[]; known: string[]; limit: number },
): Promise<NumberedEvent[]> {
  const position = sql<number>`${events.position}`.mapWith(Number);
  return tx
    .select({ ...eventColumns, position })
    .from(events)
    .where(
      and(
        eq(events.tenantId, tenantId),
        gt(events.position, after),
        lte(events.position, upTo),
        or(inArray(events.type, types), notInArray(events.type, known)),
      ),
    )
    .orderBy(asc(events.position))
    .limit(limit)
    .execute();
}
