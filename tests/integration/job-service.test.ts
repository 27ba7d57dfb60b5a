import { describe, expect, it } from "vitest";
import { defineTask } from "@/server/jobs/define-task";
import {
  forAllFailed,
  listForOperator,
  operatorContext,
  overview,
  showJob,
  startCheck,
} from "@/server/jobs/operator";
import { discardJob, getJob, listJobs, retryJob } from "@/server/jobs/service";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant } from "../support/factories";
import { enqueue, storedJobs, testWorkers, until } from "../support/jobs";
import { aTask } from "../support/jobs-task";
import { startProgram } from "../support/program";

const program = startProgram();
const start = testWorkers();
const declaration = aTask({ attemptsMax: 1 });
const failing = defineTask(declaration, async () => {
  throw new Error("at 10.0.0.7");
});
const statesOf = async (tenantId: string) =>
  (await storedJobs(program.database(), tenantId)).map(({ state }) => state);

async function withFailed(count: number) {
  const tenant = await createTenant();
  for (let index = 0; index < count; index++) await enqueue(tenant.admin.context, declaration, `${index}`);
  const worker = start([failing]);
  await until(async () => (await statesOf(tenant.id)).every((state) => state === "failed"));
  await worker.stop();
  return tenant;
}

describe("a job that failed", () => {
  it("can be retried by an admin, with all its attempts, and is in the log", async () => {
    const tenant = await withFailed(1);
    const { body } = await callJson("GET", "/api/v1/jobs?state=failed", { key: tenant.secretKeys.admin });
    const [job] = body.data;
    expect(job).toMatchObject({ task: "tests.task", attempts: 1, attemptsMax: 1, state: "failed" });
    expect(JSON.stringify(body)).not.toContain("10.0.0.7");
    const { body: retried } = await callJson("POST", `/api/v1/jobs/${job.id}/retry`, {
      key: tenant.secretKeys.admin,
    });
    expect(retried.data).toMatchObject({ state: "waiting", attempts: 0, finishedAt: null });
    await expect(retryJob(tenant.admin.context, job.id)).rejects.toThrow("can’t be retried now");
    start([defineTask(declaration, async () => {})]);
    await until(async () => (await getJob(tenant.admin.context, job.id)).state === "done");
    const { body: log } = await callJson("GET", "/api/v1/audit-log?type=job.retried", {
      key: tenant.secretKeys.admin,
    });
    expect(log.data).toMatchObject([{ subjectId: job.id, payload: { name: "tests.task" } }]);
  });

  it("is nothing to another organisation", async () => {
    const [tenant, other] = [await withFailed(1), await createTenant()];
    const [job] = (await listJobs(tenant.admin.context, { limit: 5, offset: 0 })).items;
    await expect(retryJob(other.admin.context, job?.id ?? "")).rejects.toThrow("Job not found");
    await expect(discardJob(other.admin.context, job?.id ?? "")).rejects.toThrow("Job not found");
    expect(await statesOf(tenant.id)).toEqual(["failed"]);
  });

  it("that is one of a key lets the next one go on when it is discarded", async () => {
    const { admin, id } = await createTenant();
    const first = await enqueue(admin.context, declaration, "first", { orderKey: "k", delayMs: 3_600_000 });
    await enqueue(admin.context, declaration, "second", { orderKey: "k" });
    start([defineTask(declaration, async () => {})]);
    await until(async () => (await statesOf(id)).includes("blocked"));
    await discardJob(admin.context, first);
    await until(async () => (await statesOf(id))[0] === "done");
  });
});

describe("the operator", () => {
  it("sees what every organisation has, and why it failed", async () => {
    const tenant = await withFailed(2);
    const { jobs, workers } = await overview();
    expect(jobs).toContainEqual(
      expect.objectContaining({ tenantSlug: tenant.slug, state: "failed", jobs: 2 }),
    );
    expect(workers[0]).toMatchObject({ isAlive: false, name: expect.stringContaining(`${process.pid}`) });
    const listed = await listForOperator(undefined, { state: "failed", limit: 100 });
    const own = listed.filter(({ organisation }) => organisation === tenant.slug);
    expect(own).toHaveLength(2);
    const shown = await showJob(await operatorContext(tenant.slug), own[0]?.id ?? "");
    expect(shown).toMatchObject({ payload: { name: "1" }, errorDetail: expect.stringContaining("10.0.0.7") });
  });

  it("retries and discards all that failed of one organisation, which is told", async () => {
    const [tenant, other] = [await withFailed(3), await withFailed(1)];
    const context = await operatorContext(tenant.slug);
    expect(await forAllFailed(context, "retry")).toBe(3);
    expect(await statesOf(tenant.id)).toEqual(["waiting", "waiting", "waiting"]);
    expect(await forAllFailed(await operatorContext(other.slug), "discard")).toBe(1);
    expect(await statesOf(other.id)).toEqual([]);
    const { body } = await callJson("GET", "/api/v1/audit-log?type=job.discarded", {
      key: other.secretKeys.admin,
    });
    expect(body.data).toMatchObject([{ actorType: "system", actorName: "Operator" }]);
  });

  it("learns by a check whether workers work", async () => {
    const { id, slug } = await createTenant();
    await startCheck(await operatorContext(slug));
    const { tasks } = await import("@/server/generated/tasks");
    start(tasks);
    await until(async () => (await statesOf(id))[0] === "done");
  });
});

it("the program's role can't read what only the operator may see", async () => {
  const [row] = await asAdmin(
    program.database(),
    (sql) => sql`select has_column_privilege('masthead_app', 'jobs', 'last_error_detail', 'select') as may`,
  );
  expect(row?.may).toBe(false);
});
