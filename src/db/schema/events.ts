import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  jsonb,
  pgPolicy,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, isOneOf } from "./columns";
import { actorTypes } from "./enumerations";
import { insertsOnly, ownerReads, staffOnly } from "./policies";
import { belongsToTenant, tenantTable, tenantTableWithoutId } from "./tenant-table";

/**
 * A fact that happened in a tenant, written in the transaction of the change itself. Append-only: the program's role
 * may insert and select, nothing else. Only `app.number_events` sets a position, once. `actorName` is the name at that time, so that history doesn't change later.
 */
export const events = tenantTable(
  "events",
  {
    /** Subject and verb in the past tense, such as `article.published`. */
    type: text("type").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: uuid("subject_id").notNull(),
    actorType: text("actor_type", { enum: actorTypes }).notNull(),
    actorId: uuid("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    requestId: text("request_id").notNull(),
    /** The client's network address; null for what the program did by itself. */
    address: text("address"),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /**
     * By the database's clock, to the microsecond: of two changes of one thing, the second was written later, whichever
     * processes made them. Null for what was written before there were positions, and never gets one.
     */
    writtenAt: timestamp("written_at", { withTimezone: true, mode: "string" }).default(
      sql`clock_timestamp()`,
    ),
    /** Its place among the committed events of its tenant; null until somebody wants to know. See `app.number_events`. */
    position: bigint("position", { mode: "number" }),
  },
  (t) => [
    belongsToTenant(t),
    ownerReads(),
    staffOnly(),
    insertsOnly("without_position", sql`position is null`),
    // The owner's functions write into each log that somebody's account belongs to, but only what happened to the account.
    pgPolicy("account_notes", {
      for: "insert",
      to: "current_user",
      withCheck: sql`subject_type = 'account'`,
    }),
    index("events_subject_idx").on(t.tenantId, t.subjectId, t.id),
    // One for each filter of the audit log: what is rare would else be looked for in all that ever happened.
    index("events_type_idx").on(t.tenantId, t.type, t.id),
    index("events_actor_idx").on(t.tenantId, t.actorId, t.id),
    index("events_request_idx").on(t.tenantId, t.requestId, t.id),
    index("events_unnumbered_idx").on(t.tenantId, t.writtenAt).where(sql`${t.position} is null`),
    uniqueIndex("events_position_key").on(t.tenantId, t.position),
    check("events_actor_type_check", isOneOf(t.actorType, actorTypes)),
  ],
);

/** How far the events of a tenant have been given positions; written by `app.number_events` alone. */
export const eventPositions = tenantTableWithoutId(
  "event_positions",
  {
    /** The last one that was given. It is never given again, also when its event is deleted. */
    last: bigint("last", { mode: "number" }).notNull().default(0),
    /** Events written before, and without a position, never get one. */
    since: timestamp("since", { withTimezone: true, mode: "string" }).notNull().default("-infinity"),
  },
  (t) => [primaryKey({ columns: [t.tenantId] }), belongsToTenant(t), ownerReads(), staffOnly()],
);
