import { describe, expect, it } from "vitest";
import { defineTask } from "@/server/jobs/define-task";
import { enqueueJob } from "@/server/jobs/enqueue";
import { JobError } from "@/server/jobs/job-error";
import { withTenant } from "@/server/platform/database";
import { createTenant } from "../support/factories";
import { enqueue, makeDue, storedJobs, testWorkers, until } from "../support/jobs";
import { aTask } from "../support/jobs-task";
import { startProgram } from "../support/program";

const program = startProgram();
const start = testWorkers();
const jobsOf = (tenantId: string) => storedJobs(program.database(), tenantId);
const statesOf = async (tenantId: string) => (await jobsOf(tenantId)).map(({ state }) => state);

describe("a job", () => {
  it("is there if and only if the change is that asked for it", async () => {
    const { admin, id } = await createTenant();
    const failing = withTenant(admin.context, async (tx) => {
      await enqueueJob(tx, admin.context, aTask(), { name: "never" });
      throw new Error("the change fails");
    });
    await expect(failing).rejects.toThrow("the change fails");
    expect(await jobsOf(id)).toEqual([]);
  });

  it("runs as its tenant, on behalf of the system", async () => {
    const { admin, id, slug } = await createTenant();
    const declaration = aTask();
    start([
      defineTask(declaration, async ({ context }) => {
        expect(context).toMatchObject({ tenantId: id, tenantSlug: slug, requestId: "test-request" });
        expect(context.actor).toMatchObject({ type: "system" });
      }),
    ]);
    await enqueue(admin.context, declaration, "read");
    await until(async () => (await statesOf(id)).every((state) => state === "done"));
    expect(await jobsOf(id)).toMatchObject([{ state: "done", attempts: 1, last_error: null }]);
  });

  it("is refused if its payload isn't what the task declares", async () => {
    const { admin } = await createTenant();
    const wrong = withTenant(admin.context, (tx) =>
      enqueueJob(tx, admin.context, aTask(), { name: 5 } as never),
    );
    await expect(wrong).rejects.toThrow("expected string");
  });

  it("waits for its time", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask();
    start([defineTask(declaration, async () => {})]);
    await enqueue(admin.context, declaration, "later", { delayMs: 3_600_000 });
    await enqueue(admin.context, declaration, "now");
    await until(async () => (await statesOf(id)).includes("done"));
    expect(await statesOf(id)).toEqual(["scheduled", "done"]);
    await makeDue(program.database());
    await until(async () => !(await statesOf(id)).includes("scheduled"));
  });

  it("is made once while one with the same key waits", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask();
    const first = await enqueue(admin.context, declaration, "one", { dedupKey: "digest", delayMs: 60_000 });
    expect(await enqueue(admin.context, declaration, "two", { dedupKey: "digest" })).toBe(first);
    expect(await enqueue(admin.context, declaration, "three", { dedupKey: "other" })).not.toBe(first);
    expect(await jobsOf(id)).toHaveLength(2);
    await makeDue(program.database());
    const begun: string[] = [];
    start([
      defineTask(declaration, async ({ payload, signal }) => {
        begun.push(payload.name);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      }),
    ]);
    await until(() => begun.length === 2);
    // It has begun, and may have seen what was before.
    expect(await enqueue(admin.context, declaration, "four", { dedupKey: "digest" })).not.toBe(first);
  });
});

describe("a failure", () => {
  it("is tried again later, and in the end is there to be seen", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask({ attemptsMax: 2 });
    start([
      defineTask(declaration, async () => {
        throw new Error("host db-7.internal refused", { cause: new Error("ECONNREFUSED") });
      }),
    ]);
    await enqueue(admin.context, declaration, "poison");
    await until(async () => (await statesOf(id))[0] === "scheduled");
    const [once] = await jobsOf(id);
    expect(once?.attempts).toBe(1);
    expect(once?.run_at.getTime()).toBeGreaterThan(Date.now() - 30_000);
    await makeDue(program.database());
    await until(async () => (await statesOf(id))[0] === "failed");
    const [failed] = await jobsOf(id);
    expect(failed?.attempts).toBe(2);
    expect(failed?.last_error).toMatch(/^An unexpected error/);
    expect(failed?.last_error_detail).toMatch(/db-7\.internal refused[\s\S]*ECONNREFUSED/);
  });

  it("says to admins what the task meant for them, and is final where it says so", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask();
    start([
      defineTask(declaration, async () => {
        throw new JobError("The receiver is gone.", { isFinal: true });
      }),
    ]);
    await enqueue(admin.context, declaration, "gone");
    await until(async () => (await statesOf(id))[0] === "failed");
    expect(await jobsOf(id)).toMatchObject([{ attempts: 1, last_error: "The receiver is gone." }]);
  });

  it("comes at once where the payload can't be read any more", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask();
    await withTenant(admin.context, (tx) =>
      enqueueJob(tx, admin.context, { ...declaration, payload: declaration.payload.partial() }, {}),
    );
    start([defineTask(declaration, async () => {})]);
    await until(async () => (await statesOf(id))[0] === "failed");
    expect(await jobsOf(id)).toMatchObject([
      { attempts: 1, last_error: "The job holds what this version can’t read." },
    ]);
  });

  it("comes when the time of an attempt is over, whether the task listens or not", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask({ timeoutMs: 50, attemptsMax: 1 });
    const reasons: unknown[] = [];
    start([
      defineTask(declaration, async ({ payload, signal }) => {
        await new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            reasons.push(signal.reason);
            if (payload.name === "listens") reject(new Error("a consequence of that"));
          });
        });
      }),
    ]);
    await enqueue(admin.context, declaration, "listens");
    await enqueue(admin.context, declaration, "deaf");
    await until(async () => (await statesOf(id)).every((state) => state === "failed"));
    const error = "It took longer than 0.05 seconds.";
    expect(await jobsOf(id)).toMatchObject([{ last_error: error }, { last_error: error }]);
    expect(reasons).toHaveLength(2);
  });
});

describe("a task that the worker doesn't know", () => {
  it("is left to another worker, and nothing is counted", async () => {
    const { admin, id } = await createTenant();
    await enqueue(admin.context, aTask({ name: "tests.of_tomorrow" }), "new");
    start([defineTask(aTask(), async () => {})]);
    await until(async () => (await statesOf(id))[0] === "scheduled");
    expect(await jobsOf(id)).toMatchObject([
      { attempts: 0, last_error: "No worker knows the task tests.of_tomorrow yet." },
    ]);
  });
});

describe("jobs of one key", () => {
  it("run one after the other in the order of their making, whatever fails in between", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask();
    const names = Array.from({ length: 12 }, (_, index) => `${index}`);
    for (const name of names) await enqueue(admin.context, declaration, name, { orderKey: "endpoint" });
    await enqueue(admin.context, declaration, "free");
    const order: string[] = [];
    let runs = 0;
    let runsMost = 0;
    start([
      defineTask(declaration, async ({ payload, attempt }) => {
        if (payload.name === "free") return;
        runsMost = Math.max(runsMost, ++runs);
        await new Promise((resolve) => setImmediate(resolve));
        runs--;
        if (payload.name === "5" && attempt === 1) throw new JobError("Not yet.", { retryMs: 1 });
        if (payload.name === "8") throw new JobError("Never.", { isFinal: true });
        order.push(payload.name);
      }),
    ]);
    await until(async () => (await statesOf(id)).every((state) => state === "done" || state === "failed"));
    expect(order).toEqual(names.filter((name) => name !== "8"));
    expect(runsMost).toBe(1);
  });
});

describe("a task that ends its job itself", () => {
  it("does both or neither", async () => {
    const { admin, id } = await createTenant();
    const declaration = aTask();
    const effect = aTask({ name: "tests.effect" });
    const counted: number[] = [];
    start([
      defineTask(declaration, async ({ context, attempt, finish }) => {
        counted.push(attempt);
        await withTenant(context, async (tx) => {
          await enqueueJob(tx, context, effect, { name: `effect ${attempt}` });
          await finish(tx);
          if (attempt === 1) throw new JobError("The transaction fails.", { retryMs: 1 });
        });
      }),
      defineTask(effect, async () => {}),
    ]);
    await enqueue(admin.context, declaration, "exactly once");
    await until(async () => (await statesOf(id)).every((state) => state === "done"));
    expect(counted).toEqual([1, 2]);
    expect((await jobsOf(id)).map(({ payload }) => payload.name)).toEqual(["exactly once", "effect 2"]);
  });
});
