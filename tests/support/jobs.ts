import { setTimeout as sleep } from "node:timers/promises";
import { afterEach } from "vitest";
import type { TenantContext } from "@/server/auth/tenant-context";
import type { PeriodicTask, Task } from "@/server/jobs/define-task";
import { type EnqueueOptions, enqueueJob } from "@/server/jobs/enqueue";
import { runWorker, type WorkerOptions } from "@/server/jobs/worker";
import { withTenant } from "@/server/platform/database";
import { asAdmin, type TestDatabase } from "./database";
import type { aTask } from "./jobs-task";

export function enqueue(
  context: TenantContext,
  declaration: ReturnType<typeof aTask>,
  name: string,
  options: EnqueueOptions = {},
): Promise<string> {
  return withTenant(context, (tx) => enqueueJob(tx, context, declaration, { name }, options));
}

export interface TestWorker {
  stop(): Promise<void>;
}

/** Workers in this process, stopped after each test. */
export function testWorkers() {
  const started: TestWorker[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((worker) => worker.stop()));
  });
  return (tasks: readonly (Task | PeriodicTask)[], options: WorkerOptions = {}): TestWorker => {
    const ending = new AbortController();
    const running = runWorker(ending.signal, { tasks, pollMs: 20, ...options });
    const worker = {
      async stop() {
        ending.abort();
        await running;
      },
    };
    started.push(worker);
    return worker;
  };
}

/** Asks until it is so; the test's own time-out says when it takes too long. */
export async function until<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await sleep(10);
  }
}

export interface StoredJob {
  id: string;
  state: string;
  attempts: number;
  last_error: string | null;
  last_error_detail: string | null;
  payload: { name: string };
  run_at: Date;
}

/** What is stored of the jobs of a tenant, in the order of their making. */
export function storedJobs(database: TestDatabase, tenantId: string): Promise<StoredJob[]> {
  return asAdmin(
    database,
    (sql) => sql<StoredJob[]>`select * from jobs where tenant_id = ${tenantId} order by seq`,
  );
}

/** As if the time until the next attempts had passed. */
export async function makeDue(database: TestDatabase): Promise<void> {
  await asAdmin(database, (sql) => sql`update jobs set run_at = now() where state = 'scheduled'`);
}

/** As if the time of all leases had passed. */
export async function endLeases(database: TestDatabase): Promise<void> {
  await asAdmin(database, (sql) => sql`update job_workers set alive_until = now()`);
}
