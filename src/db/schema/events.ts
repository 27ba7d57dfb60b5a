import { sql } from "drizzle-orm";
import { check, index, jsonb, pgPolicy, text, uuid } from "drizzle-orm/pg-core";
import { at, isOneOf } from "./columns";
import { actorTypes } from "./enumerations";
import { staffOnly } from "./policies";
import { belongsToTenant, tenantTable } from "./tenant-table";

/**
 * A fact that happened in a tenant, written in the transaction of the change itself. Append-only: the program's role
 * may insert and select, nothing else. `actorName` is the name at that time, so that history doesn't change later.
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
  },
  (t) => [
    belongsToTenant(t),
    staffOnly(),
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
    check("events_actor_type_check", isOneOf(t.actorType, actorTypes)),
  ],
);
