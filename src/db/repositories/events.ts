import { and, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { events } from "../schema/events";
import { prepare } from "../statement";
import type { TenantId, TenantTx } from "../tenant";
import { firstIdAt } from "./first-id";
import { cachedStatements } from "./statement-cache";

export const eventColumns = {
  id: events.id,
  type: events.type,
  subjectType: events.subjectType,
  subjectId: events.subjectId,
  actorType: events.actorType,
  actorId: events.actorId,
  actorName: events.actorName,
  requestId: events.requestId,
  address: events.address,
  payload: events.payload,
  createdAt: events.createdAt,
};

export type EventRow = Pick<typeof events.$inferSelect, keyof typeof eventColumns>;

/**
 * How far an event's id, made by the program's clock, and its time, that of the database when the transaction began, may be
 * apart, in milliseconds. A span of time is then a span of ids, and is read without whatever is newer or older.
 */
const apartMaxMs = 3_600_000;

export interface EventFilter {
  types?: readonly string[] | undefined;
  actorId?: string | undefined;
  subjectId?: string | undefined;
  requestId?: string | undefined;
  /** From this moment on. */
  from?: Date | undefined;
  /** Before this moment. */
  to?: Date | undefined;
}

const { placeholder } = sql;

const insertion = prepare((queries) =>
  queries
    .insert(events)
    .values({
      tenantId: placeholder("tenantId"),
      id: placeholder("id"),
      type: placeholder("type"),
      subjectType: placeholder("subjectType"),
      subjectId: placeholder("subjectId"),
      actorType: placeholder("actorType"),
      actorId: placeholder("actorId"),
      actorName: placeholder("actorName"),
      requestId: placeholder("requestId"),
      address: placeholder("address"),
      payload: placeholder("payload"),
    })
    .prepare("event_insert"),
);

export type NewEvent = Omit<typeof events.$inferSelect, "createdAt" | "writtenAt" | "position">;

/** Nobody waits for it: see `enqueue`. */
export function insert(tx: TenantTx, row: NewEvent): void {
  tx.enqueue(insertion, row);
}

const ofEvent = (name: keyof NewEvent) => placeholder(`event.${name}`);

/** Writes an event of the one row of `subject`, as part of the statement that makes that row; see `eventValues`. */
export function eventOf(subject: SQL): SQL {
  return sql`
    insert into ${events} (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, address, payload)
    select subject.tenant_id, ${ofEvent("id")}::uuid, ${ofEvent("type")}::text, ${ofEvent("subjectType")}::text, subject.id,
      ${ofEvent("actorType")}::text, ${ofEvent("actorId")}::uuid, ${ofEvent("actorName")}::text, ${ofEvent("requestId")}::text,
      ${ofEvent("address")}::text, ${sql.param(ofEvent("payload"), events.payload)}::jsonb
    from ${subject} subject`;
}

/** For the placeholders of `eventOf`. */
export function eventValues(event: NewEvent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [`event.${name}`, value]));
}

/** Newest first; ids are UUIDv7, so their order is that of time. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  page: { limit: number; beforeId?: string | undefined },
  filter: EventFilter = {},
): Promise<EventRow[]> {
  return tx
    .select(eventColumns)
    .from(events)
    .where(
      and(
        eq(events.tenantId, tenantId),
        page.beforeId ? lt(events.id, page.beforeId) : undefined,
        ...conditions(filter),
      ),
    )
    .orderBy(desc(events.id))
    .limit(page.limit)
    .execute();
}

interface Newest {
  types: readonly string[];
  limit: number;
}

const newest = cachedStatements(({ types, limit }: Newest) =>
  prepare((queries) =>
    queries
      .select(eventColumns)
      .from(events)
      .where(and(eq(events.tenantId, placeholder("tenantId")), inArray(events.type, [...types])))
      .orderBy(desc(events.id))
      .limit(limit)
      .prepare("event_newest"),
  ),
);

/** The newest of some types, for which there are few choices: a statement is kept ready for each. */
export function listNewest(tx: TenantTx, tenantId: TenantId, of: Newest): Promise<EventRow[]> {
  return tx.run(newest(of), { tenantId });
}

function conditions({ types, actorId, subjectId, requestId, from, to }: EventFilter): (SQL | undefined)[] {
  return [
    types === undefined ? undefined : inArray(events.type, [...types]),
    actorId === undefined ? undefined : eq(events.actorId, actorId),
    subjectId === undefined ? undefined : eq(events.subjectId, subjectId),
    requestId === undefined ? undefined : eq(events.requestId, requestId),
    from && and(gte(events.createdAt, from), gte(events.id, firstIdAt(from.getTime() - apartMaxMs))),
    to && and(lt(events.createdAt, to), lt(events.id, firstIdAt(to.getTime() + apartMaxMs))),
  ];
}
