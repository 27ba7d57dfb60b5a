import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { JobState } from "../schema/enumerations";
import { jobs } from "../schema/jobs";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

const columns = {
  id: jobs.id,
  task: jobs.task,
  state: jobs.state,
  runAt: jobs.runAt,
  attempts: jobs.attempts,
  attemptsMax: jobs.attemptsMax,
  lastError: jobs.lastError,
  requestId: jobs.requestId,
  createdAt: jobs.createdAt,
  startedAt: jobs.startedAt,
  finishedAt: jobs.finishedAt,
};
export type JobRow = Pick<typeof jobs.$inferSelect, keyof typeof columns>;

export interface NewJob {
  tenantId: TenantId;
  id: string;
  task: string;
  payload: Record<string, unknown>;
  attemptsMax: number;
  /** In how many milliseconds it is due. */
  delayMs: number;
  orderKey: string | null;
  dedupKey: string | null;
  requestId: string;
}

/**
 * Writes a job; if one with the same `dedupKey` waits, that one stands for it. It is held for the rest of the transaction, so
 * that it isn't taken up before this change is there to be seen.
 */
export async function insert(tx: TenantTx, row: NewJob): Promise<string> {
  const { delayMs, ...columns } = row;
  const state: JobState = delayMs > 0 ? "scheduled" : "waiting";
  const runAt = sql`now() + ${delayMs} * interval '1 millisecond'`;
  const [made] = await tx
    .insert(jobs)
    .values({ ...columns, state, runAt })
    .onConflictDoUpdate({
      target: [jobs.tenantId, jobs.task, jobs.dedupKey],
      targetWhere: sql`${jobs.dedupKey} is not null`,
      set: { dedupKey: sql`excluded.dedup_key` },
    })
    .returning({ id: jobs.id })
    .execute();
  return made?.id ?? row.id;
}

export interface JobFilter {
  state?: JobState | undefined;
}

const matching = (tenantId: TenantId, { state }: JobFilter) =>
  and(eq(jobs.tenantId, tenantId), state === undefined ? undefined : eq(jobs.state, state));

/** Newest first. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  filter: JobFilter,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<JobRow[]> {
  return tx
    .select(columns)
    .from(jobs)
    .where(and(matching(tenantId, filter), page.afterId ? lt(jobs.id, page.afterId) : undefined))
    .orderBy(desc(jobs.id))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function countMatching(tx: TenantTx, tenantId: TenantId, filter: JobFilter, max: number) {
  return boundedCount(tx, jobs, matching(tenantId, filter), max);
}

export async function findById(tx: TenantTx, tenantId: TenantId, id: string): Promise<JobRow | undefined> {
  const [row] = await tx
    .select(columns)
    .from(jobs)
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.id, id)))
    .execute();
  return row;
}

export async function findPayload(tx: TenantTx, tenantId: TenantId, id: string): Promise<unknown> {
  const [row] = await tx
    .select({ payload: jobs.payload })
    .from(jobs)
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.id, id)))
    .execute();
  return row?.payload;
}

/** Holds the job for the rest of the transaction: no worker takes it up meanwhile. */
export async function lockById(tx: TenantTx, tenantId: TenantId, id: string): Promise<JobRow | undefined> {
  const [row] = await tx
    .select(columns)
    .from(jobs)
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.id, id)))
    .for("update")
    .execute();
  return row;
}

/** Makes a job due now, with all its attempts before it. It must be locked, and not be running. */
export async function makeDue(tx: TenantTx, tenantId: TenantId, id: string): Promise<JobRow | undefined> {
  const [row] = await tx
    .update(jobs)
    .set({ state: "waiting", runAt: sql`now()`, attempts: 0, finishedAt: null })
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.id, id)))
    .returning(columns)
    .execute();
  return row;
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx
    .delete(jobs)
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.id, id)))
    .execute();
}

/** Ends a job in the transaction of its own effect. Returns false if it is another worker's by now. */
export async function finish(
  tx: TenantTx,
  tenantId: TenantId,
  { id, workerId, attempt }: { id: string; workerId: string; attempt: number },
): Promise<boolean> {
  const ended = await tx
    .update(jobs)
    .set({ state: "done", leasedBy: null, finishedAt: sql`now()` })
    .where(
      and(
        eq(jobs.tenantId, tenantId),
        eq(jobs.id, id),
        eq(jobs.leasedBy, workerId),
        eq(jobs.attempts, attempt),
        eq(jobs.state, "running"),
      ),
    )
    .returning({ id: jobs.id })
    .execute();
  return ended.length === 1;
}
