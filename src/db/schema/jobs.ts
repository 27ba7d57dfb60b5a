import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, isOneOf } from "./columns";
import { jobStates } from "./enumerations";
import { ownerAccess, staffOnly } from "./policies";
import { belongsToTenant, tenantTable } from "./tenant-table";

/**
 * Background work of a tenant, written in the transaction of the change that asks for it. Workers take jobs up, and let go of
 * them, through the functions `app.job_*` alone. A job that runs is its worker's (`leasedBy`) as long as that one lives
 * (`job_workers`); `attempts` tells one attempt from the next, so that whoever lost a job can't end it.
 */
export const jobs = tenantTable(
  "jobs",
  {
    /** Order of making, for those with the same `orderKey`; ids are made by several clocks. */
    seq: bigint("seq", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    /** A file of `src/server/jobs/tasks`. */
    task: text("task").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    state: text("state", { enum: jobStates }).notNull(),
    /** Before this it isn't due. */
    runAt: at("run_at").notNull().defaultNow(),
    /** How often it was taken up. */
    attempts: integer("attempts").notNull().default(0),
    attemptsMax: integer("attempts_max").notNull(),
    leasedBy: uuid("leased_by"),
    /** Jobs of one key run one after the other. */
    orderKey: text("order_key"),
    /** While a job waits, a further one of the same key is the same job; gone once it was taken up. */
    dedupKey: text("dedup_key"),
    /** The request that asked for it. */
    requestId: text("request_id").notNull(),
    /** Why the last attempt failed, in words for admins of the tenant. */
    lastError: text("last_error"),
    /** The same with what only the operator may see. */
    lastErrorDetail: text("last_error_detail"),
    createdAt: at("created_at").notNull().defaultNow(),
    startedAt: at("started_at"),
    /** When it was done, or failed for good. */
    finishedAt: at("finished_at"),
  },
  (t) => [
    belongsToTenant(t),
    ownerAccess(),
    staffOnly(),
    index("jobs_state_idx").on(t.tenantId, t.state, t.id),
    index("jobs_waiting_idx").on(t.tenantId, t.runAt, t.seq).where(sql`${t.state} = 'waiting'`),
    index("jobs_scheduled_idx").on(t.runAt).where(sql`${t.state} = 'scheduled'`),
    index("jobs_running_idx").on(t.tenantId).where(sql`${t.state} = 'running'`),
    index("jobs_order_idx")
      .on(t.tenantId, t.orderKey, t.seq)
      .where(sql`${t.orderKey} is not null and ${t.state} in ('scheduled', 'waiting', 'blocked', 'running')`),
    index("jobs_finished_at_idx").on(t.finishedAt).where(sql`${t.finishedAt} is not null`),
    uniqueIndex("jobs_dedup_key").on(t.tenantId, t.task, t.dedupKey).where(sql`${t.dedupKey} is not null`),
    check("jobs_state_check", isOneOf(t.state, jobStates)),
    check("jobs_leased_check", sql`(${t.state} = 'running') = (${t.leasedBy} is not null)`),
    check("jobs_finished_check", sql`(${t.state} in ('done', 'failed')) = (${t.finishedAt} is not null)`),
    check("jobs_payload_size", sql`octet_length(${t.payload}::text) <= 65536`),
  ],
);
