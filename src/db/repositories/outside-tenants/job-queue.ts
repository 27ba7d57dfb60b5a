import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { jobWorkers } from "../../schema/job-workers";
import { jobs } from "../../schema/jobs";
import { periodicTasks } from "../../schema/periodic-tasks";
import { tenants } from "../../schema/tenants";
import { like, list, perform, type RowOf, value } from "./call";

/** What workers do with jobs of all tenants. Each is one SECURITY DEFINER function of the migration `jobs`. */

const claimed = {
  tenantId: like(jobs.tenantId),
  tenantSlug: like(tenants.slug, "tenant_slug"),
  tenantName: like(tenants.name, "tenant_name"),
  id: like(jobs.id),
  task: like(jobs.task),
  payload: like(jobs.payload),
  /** This one included. */
  attempts: like(jobs.attempts),
  attemptsMax: like(jobs.attemptsMax),
  requestId: like(jobs.requestId),
};
export type ClaimedJob = RowOf<typeof claimed>;

const seen = {
  id: like(jobWorkers.id),
  name: like(jobWorkers.name),
  startedAt: like(jobWorkers.startedAt),
  seenAt: like(jobWorkers.seenAt),
  isAlive: sql<boolean>`is_alive`,
};
export type WorkerRow = RowOf<typeof seen>;

const periodic = {
  name: like(periodicTasks.name),
  dueAt: like(periodicTasks.dueAt),
  startedAt: like(periodicTasks.startedAt),
  finishedAt: like(periodicTasks.finishedAt),
  failures: like(periodicTasks.failures),
  lastError: like(periodicTasks.lastError),
  isRunning: sql<boolean>`is_running`,
};
export type PeriodicRow = RowOf<typeof periodic>;

const count = {
  tenantSlug: like(tenants.slug, "tenant_slug"),
  state: like(jobs.state),
  jobs: sql<number>`jobs::int`.mapWith(Number),
  oldest: like(jobs.runAt, "oldest"),
};
export type JobCount = RowOf<typeof count>;

/** Says that a worker lives, for so long. */
export async function beat(
  database: Database,
  worker: { id: string; name: string; leaseMs: number },
): Promise<void> {
  await perform(database, sql`app.job_worker_beat(${worker.id}, ${worker.name}, ${worker.leaseMs})`);
}

/** Gives back whatever a worker has, and forgets it. Returns how many jobs it had. */
export async function endWorker(database: Database, workerId: string): Promise<number> {
  return (await value(database, sql<number>`app.job_worker_end(${workerId})::int`)) ?? 0;
}

/** The workers that live; if none does, those that were seen last. */
export function listWorkers(database: Database): Promise<WorkerRow[]> {
  return list(database, seen, sql`app.job_workers_seen()`);
}

/** Takes up jobs that are due, one of each tenant in turn, beginning behind `afterTenantId`. */
export function claim(
  database: Database,
  workerId: string,
  { afterTenantId, max, tenantMax }: { afterTenantId: string; max: number; tenantMax: number },
): Promise<ClaimedJob[]> {
  return list(database, claimed, sql`app.job_claim(${workerId}, ${afterTenantId}, ${max}, ${tenantMax})`);
}

/** Gives back the jobs that a worker has by the database, and not by its own account. */
export async function giveBackOthers(
  database: Database,
  workerId: string,
  knownIds: readonly string[],
): Promise<void> {
  await perform(database, sql`app.job_give_back_others(${workerId}, ${JSON.stringify(knownIds)})`);
}

/** One attempt of a job, by the worker that has it. */
export interface Attempt {
  workerId: string;
  tenantId: string;
  id: string;
  attempt: number;
}

/** How an attempt ended. Without `retryMs` a failure is for good. */
export type Ending = { done: true } | { done: false; retryMs: number | null; error: string; detail: string };

/** Returns false if the job is somebody else's by now. */
export async function end(database: Database, attempt: Attempt, ending: Ending): Promise<boolean> {
  const { workerId, tenantId, id, attempt: number } = attempt;
  const { retryMs, error, detail } = ending.done ? { retryMs: null, error: null, detail: null } : ending;
  const call = sql<boolean>`app.job_end(${workerId}, ${tenantId}, ${id}, ${number}, ${ending.done}, ${retryMs}, ${error}, ${detail})`;
  return (await value(database, call)) === true;
}

/** Leaves a job to another worker for a minute, as if this one had not taken it up. */
export async function putOff(database: Database, attempt: Attempt, error: string): Promise<void> {
  const { workerId, tenantId, id, attempt: number } = attempt;
  await perform(database, sql`app.job_put_off(${workerId}, ${tenantId}, ${id}, ${number}, ${error})`);
}

/** Jobs that aren't done, by tenant and state. */
export function countByTenant(database: Database): Promise<JobCount[]> {
  return list(database, count, sql`app.job_counts()`);
}

/** Why the last attempt failed, with what only the operator may see. */
export async function findErrorDetail(
  database: Database,
  tenantId: string,
  id: string,
): Promise<string | null> {
  return (await value(database, sql<string | null>`app.job_error_detail(${tenantId}, ${id})`)) ?? null;
}

/** Takes up those of the periodic tasks that are due and that no worker has. */
export async function claimPeriodic(
  database: Database,
  workerId: string,
  names: readonly string[],
): Promise<string[]> {
  const call = sql`app.periodic_claim(${workerId}, ${JSON.stringify(names)})`;
  return (await list(database, { name: periodic.name }, call)).map(({ name }) => name);
}

export async function endPeriodic(
  database: Database,
  workerId: string,
  { name, nextMs, error }: { name: string; nextMs: number; error: string | null },
): Promise<void> {
  await perform(database, sql`app.periodic_end(${workerId}, ${name}, ${nextMs}, ${error})`);
}

export function listPeriodic(database: Database): Promise<PeriodicRow[]> {
  return list(database, periodic, sql`app.periodic_list()`);
}
