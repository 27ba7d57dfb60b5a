import * as jobs from "@/db/repositories/jobs";
import type { JobState } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { tasks } from "../generated/tasks";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { countMax, type Page, pageOf, readingOf } from "../platform/paging";
import type { ListJobs } from "./schema";

export interface Job extends jobs.JobRow {
  /** What its task does, for people; its name where this version doesn't know it. */
  title: string;
}

const titles = new Map(
  tasks
    .filter((task) => task.kind === "job")
    .map(({ declaration: { name, title } }) => [name, title] as const),
);

/** The organisation's jobs, newest first. Needs `admin`. */
export async function listJobs(context: TenantContext, { state, ...page }: ListJobs): Promise<Page<Job>> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => jobs.list(tx, tenantId, { state }, readingOf(page)),
      () => jobs.countMatching(tx, tenantId, { state }, countMax),
    ]),
  );
  return pageOf(rows.map(withTitle), total, page, ({ id }) => id);
}

/** How many jobs the organisation has in each state, counted up to 10,000. Needs `admin`. */
export async function countJobs(context: TenantContext): Promise<Record<JobState, number>> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const count = (tx: TenantTx, state: JobState) => () =>
    jobs.countMatching(tx, tenantId, { state }, countMax);
  const [scheduled, waiting, blocked, running, failed, done] = await readTenant(context, (tx) =>
    tx.inOrder([
      count(tx, "scheduled"),
      count(tx, "waiting"),
      count(tx, "blocked"),
      count(tx, "running"),
      count(tx, "failed"),
      count(tx, "done"),
    ]),
  );
  return { scheduled, waiting, blocked, running, failed, done };
}

/** Needs `admin`. Throws `job_not_found`. */
export async function getJob(context: TenantContext, id: string): Promise<Job> {
  assertCan(context, "admin");
  return found(await readTenant(context, (tx) => jobs.findById(tx, context.tenantId, id)));
}

/**
 * Makes a job that failed, or that waits for its next attempt, due now, with all its attempts before it. Needs `admin`. Throws
 * `job_not_found`, `job_not_retryable`.
 */
export async function retryJob(context: TenantContext, id: string): Promise<Job> {
  assertCan(context, "admin");
  const { tenantId } = context;
  return withTenant(context, async (tx) => {
    const { state, task } = found(await jobs.lockById(tx, tenantId, id));
    if (state !== "failed" && state !== "scheduled") throw new AppError("job_not_retryable");
    recordEvent(tx, context, "job.retried", id, { name: task });
    return found(await jobs.makeDue(tx, tenantId, id));
  });
}

/** Deletes a job, done or not. Needs `admin`. Throws `job_not_found`, `job_is_running`. */
export async function discardJob(context: TenantContext, id: string): Promise<void> {
  assertCan(context, "admin");
  const { tenantId } = context;
  await withTenant(context, async (tx) => {
    const { state, task } = found(await jobs.lockById(tx, tenantId, id));
    if (state === "running") throw new AppError("job_is_running");
    await jobs.remove(tx, tenantId, id);
    recordEvent(tx, context, "job.discarded", id, { name: task });
  });
}

export function jobNotFound(): AppError {
  return new AppError("job_not_found");
}

function found(job: jobs.JobRow | undefined): Job {
  if (!job) throw jobNotFound();
  return withTitle(job);
}

function withTitle(job: jobs.JobRow): Job {
  return { ...job, title: titles.get(job.task) ?? job.task };
}
