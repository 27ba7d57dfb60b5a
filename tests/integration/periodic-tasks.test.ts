import { describe, expect, it } from "vitest";
import { definePeriodicTask } from "@/server/jobs/define-task";
import { asAdmin } from "../support/database";
import { testWorkers, until } from "../support/jobs";
import { startProgram } from "../support/program";

const program = startProgram();
const start = testWorkers();
const hourMs = 3_600_000;

const stored = (name: string) =>
  asAdmin(
    program.database(),
    (sql) =>
      sql`select *, due_at - now() as wait, leased_by is null as is_free from periodic_tasks where name = ${name}`,
  ).then(([row]) => row);

describe("a periodic task", () => {
  it("runs once in its period, on whichever worker is first", async () => {
    let runs = 0;
    const task = definePeriodicTask({
      name: "tests.hourly",
      everyMs: hourMs,
      run: async () => ({ deleted: ++runs }),
    });
    const workers = [1, 2, 3].map(() => start([task]));
    await until(async () => (await stored("tests.hourly"))?.finished_at);
    await Promise.all(workers.map((worker) => worker.stop()));
    await start([task]).stop();
    expect(runs).toBe(1);
  });

  it("runs again when its period is over", async () => {
    let runs = 0;
    const task = definePeriodicTask({ name: "tests.again", everyMs: 1, run: async () => ({ runs: ++runs }) });
    for (const expected of [1, 2]) {
      const worker = start([task]);
      await until(() => runs === expected);
      await until(async () => (await stored("tests.again"))?.is_free);
      await worker.stop();
    }
  });

  it("that fails is tried again soon, and says why", async () => {
    const task = definePeriodicTask({
      name: "tests.failing",
      everyMs: 24 * hourMs,
      run: async () => {
        throw new Error("the disk is full");
      },
    });
    start([task]);
    const row = await until(async () => {
      const found = await stored("tests.failing");
      return found?.failures > 0 && found;
    });
    expect(row.last_error).toContain("the disk is full");
    expect(row.due_at.getTime()).toBeLessThan(Date.now() + hourMs);
  });

  it("that was cut short is due for the next worker", async () => {
    let runs = 0;
    const task = definePeriodicTask({
      name: "tests.long",
      everyMs: hourMs,
      async run(signal) {
        runs++;
        if (runs === 1) await new Promise((resolve) => signal.addEventListener("abort", resolve));
        return {};
      },
    });
    const first = start([task]);
    await until(() => runs === 1);
    await first.stop();
    start([task]);
    await until(() => runs === 2);
  });
});
