import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { defineTask } from "@/server/jobs/define-task";
import { JobError } from "@/server/jobs/job-error";
import { createTenant, type TestTenant } from "../support/factories";
import { enqueue, storedJobs, testWorkers, until } from "../support/jobs";
import { aTask } from "../support/jobs-task";
import { startProgram } from "../support/program";

const program = startProgram();
const start = testWorkers();
const task = aTask({ attemptsMax: 5 });

const plan = fc.record({
  workers: fc.integer({ min: 2, max: 4 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  tenantMax: fc.integer({ min: 1, max: 3 }),
  jobs: fc.array(
    fc.record({
      tenant: fc.integer({ min: 0, max: 2 }),
      key: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
      failures: fc.integer({ min: 0, max: 2 }),
      ms: fc.integer({ min: 0, max: 4 }),
    }),
    { minLength: 1, maxLength: 25 },
  ),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

/** What runs at the moment, and what is broken by it. */
function watch(jobs: Plan["jobs"], tenantMax: number) {
  const running: number[] = [];
  const ended: number[] = [];
  const faults: string[] = [];
  return {
    ended,
    faults,
    begin(index: number) {
      const job = jobs[index];
      const beside = running.map((other) => jobs[other]);
      if (running.includes(index) || ended.includes(index)) faults.push(`${index} ran twice`);
      if (beside.filter((other) => other?.tenant === job?.tenant).length >= tenantMax)
        faults.push(`${index} was one too many`);
      const isOfKey = (other?: { tenant: number; key: string | undefined }) =>
        job?.key !== undefined && other?.tenant === job.tenant && other.key === job.key;
      if (beside.some(isOfKey)) faults.push(`${index} ran beside another of its key`);
      const before = jobs.findIndex(
        (other, place) => place < index && isOfKey(other) && !ended.includes(place),
      );
      if (before >= 0) faults.push(`${index} ran before ${before}`);
      running.push(index);
    },
    end(index: number, isDone: boolean) {
      running.splice(running.indexOf(index), 1);
      if (isDone) ended.push(index);
    },
  };
}

it("several workers run each job once, one of a key at a time and in order, and no more of a tenant than they may", async () => {
  const run = async ({ workers, concurrency, tenantMax, jobs }: Plan) => {
    const tenants: TestTenant[] = await Promise.all([0, 1, 2].map(() => createTenant()));
    const watched = watch(jobs, tenantMax);
    const work = defineTask(task, async ({ payload, attempt }) => {
      const index = Number(payload.name);
      watched.begin(index);
      await sleep(jobs[index]?.ms);
      const isDone = attempt > (jobs[index]?.failures ?? 0);
      watched.end(index, isDone);
      if (!isDone) throw new JobError("Not yet.", { retryMs: 1 });
    });
    const started = Array.from({ length: workers }, () =>
      start([work], { concurrency, tenantMax, pollMs: 5 }),
    );
    for (const [index, { tenant, key }] of jobs.entries()) {
      const { context } = tenants[tenant]?.admin ?? {};
      if (context) await enqueue(context, task, `${index}`, key === undefined ? {} : { orderKey: key });
    }
    await until(() => watched.ended.length >= jobs.length || watched.faults.length > 0);
    await Promise.all(started.map((worker) => worker.stop()));
    expect(watched.faults).toEqual([]);
    const stored = await Promise.all(tenants.map(({ id }) => storedJobs(program.database(), id)));
    expect(stored.flat().every(({ state }) => state === "done")).toBe(true);
  };
  await fc.assert(fc.asyncProperty(plan, run), { numRuns: Number(process.env.WALKS ?? 20) * 5 });
}, 600_000);
