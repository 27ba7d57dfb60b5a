import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { defineTask } from "@/server/jobs/define-task";
import { workersAlive } from "@/server/jobs/workers-alive";
import { root } from "../../src/bin/support/paths";
import { asAdmin } from "../support/database";
import { createTenant } from "../support/factories";
import { endLeases, enqueue, storedJobs, testWorkers, until } from "../support/jobs";
import { aTask } from "../support/jobs-task";
import { startProgram } from "../support/program";

const program = startProgram();
const start = testWorkers();
const task = aTask();
const jobsOf = (tenantId: string) => storedJobs(program.database(), tenantId);
const isOver = async (tenantId: string) =>
  (await jobsOf(tenantId)).every(({ state }) => state === "done" || state === "failed");

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

/** A worker in a process of its own, and the names of the jobs that it begins. */
function startProcess() {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/support/job-worker-process.ts"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const begun: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => begun.push(line));
  return { child, begun };
}

describe("a worker that is killed", () => {
  it("leaves its jobs to the others once its lease is over, and not before", async () => {
    const { admin, id } = await createTenant();
    await enqueue(admin.context, task, "endless");
    const { child, begun } = startProcess();
    await until(() => begun.includes("endless"));
    child.kill("SIGKILL");
    await once(child, "exit");
    const attempts: number[] = [];
    start([
      defineTask(task, async ({ attempt }) => {
        attempts.push(attempt);
      }),
    ]);
    await enqueue(admin.context, task, "another");
    await until(() => attempts.length === 1);
    expect(await jobsOf(id)).toMatchObject([{ state: "running" }, { state: "done" }]);
    await asAdmin(
      program.database(),
      (sql) => sql`update job_workers set alive_until = now() where name like ${`% ${child.pid}`}`,
    );
    await until(() => isOver(id));
    expect(attempts).toEqual([1, 2]);
  });

  it("has a lease that ends within 60 seconds", async () => {
    const { child, begun } = startProcess();
    const { admin } = await createTenant();
    await enqueue(admin.context, task, "endless");
    await until(() => begun.includes("endless"));
    child.kill("SIGKILL");
    const [row] = await asAdmin(
      program.database(),
      (sql) =>
        sql`select alive_until - now() < interval '60 seconds' as soon from job_workers where name like ${`% ${child.pid}`}`,
    );
    expect(row?.soon).toBe(true);
  });

  it("by its job each time, ends that job as failed", async () => {
    await endLeases(program.database());
    const { admin, id } = await createTenant();
    await enqueue(admin.context, task, "deadly");
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { child } = startProcess();
      await once(child, "exit");
      await endLeases(program.database());
    }
    start([defineTask(task, async () => {})]);
    await until(() => isOver(id));
    expect(await jobsOf(id)).toMatchObject([
      { state: "failed", attempts: 3, last_error: "The worker died while the job ran." },
    ]);
  });

  it("is no longer counted as alive", async () => {
    await endLeases(program.database());
    expect(await workersAlive()).toMatchObject({ count: 0, lastSeenAt: expect.any(Date) });
    start([]);
    await until(async () => (await workersAlive()).count === 1);
  });
});

describe("a worker that is told to end", () => {
  it("finishes what it is at, and gives the rest back uncounted", async () => {
    const { admin, id } = await createTenant();
    await enqueue(admin.context, task, "endless");
    await enqueue(admin.context, task, "short");
    const { child, begun } = startProcess();
    await until(() => begun.length === 2);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(await jobsOf(id)).toMatchObject([{ state: "waiting", attempts: 0 }, { state: "done" }]);
  });
});

describe("organisations", () => {
  it("take turns, however many jobs one of them has", async () => {
    const [many, few] = [await createTenant("Many"), await createTenant("Few")];
    for (let index = 0; index < 30; index++) await enqueue(many.admin.context, task, `many ${index}`);
    for (let index = 0; index < 3; index++) await enqueue(few.admin.context, task, `few ${index}`);
    const order: string[] = [];
    start(
      [
        defineTask(task, async ({ payload }) => {
          order.push(payload.name);
        }),
      ],
      { concurrency: 1 },
    );
    await until(async () => (await isOver(many.id)) && (await isOver(few.id)));
    const last = order.indexOf("few 2");
    expect(order.slice(0, last + 1).filter((name) => name.startsWith("many")).length).toBeLessThanOrEqual(4);
  });

  it("have no more jobs running than their bound, on all workers together", async () => {
    const [busy, other] = [await createTenant("Busy"), await createTenant("Other")];
    for (let index = 0; index < 12; index++) await enqueue(busy.admin.context, task, "busy");
    let running = 0;
    let most = 0;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const tasks = [
      defineTask(task, async ({ payload }) => {
        if (payload.name === "other") return;
        most = Math.max(most, ++running);
        await released;
        running--;
      }),
    ];
    for (let worker = 0; worker < 3; worker++) start(tasks, { concurrency: 10, tenantMax: 4 });
    await until(() => running === 4);
    // While nothing of the one ends, the other one's are done.
    await enqueue(other.admin.context, task, "other");
    await until(() => isOver(other.id));
    release();
    await until(() => isOver(busy.id));
    expect(most).toBe(4);
  });
});
