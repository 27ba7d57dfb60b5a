import { uuidv7 } from "uuidv7";
import { z } from "zod";
import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { declareTask } from "@/server/jobs/declare-task";
import { enqueueJob } from "@/server/jobs/enqueue";
import { countJobs, listJobs } from "@/server/jobs/service";
import { database, withTenant } from "@/server/platform/database";
import type { TestTenant } from "../support/factories";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Make, Resource, Scenario } from "../support/resources/resource";
import { staffOnly } from "../support/resources/restrictions";
import { prepare, send } from "../support/resources/scenario";

const secretTask = declareTask({ name: "tests.Secret", title: "Secret", payload: z.strictObject({}) });

function enqueue({ admin: { context } }: TestTenant, delayMs: number): Promise<string> {
  return withTenant(context, (tx) => enqueueJob(tx, context, secretTask, {}, { delayMs }));
}

const job: Make = async ({ tenant }) => ({ id: await enqueue(tenant, 3_600_000) });

/** Of a job that no worker has taken up, though it is due. */
const ofWaiting: Scenario = async (world, operation) => {
  const id = await enqueue(world.tenant, 0);
  const prepared = await prepare(world, operation);
  return send(world, { ...prepared, target: prepared.target.replace(/[\da-f-]{36}/, id) });
};

const ofRunning: Scenario = async (world, operation) => {
  const id = await enqueue(world.tenant, 0);
  const worker = { id: uuidv7(), name: "a worker of tests", leaseMs: 60_000 };
  await queue.beat(database(), worker);
  await queue.claim(database(), worker.id, { afterTenantId: uuidv7(), max: 1_000, tenantMax: 1_000 });
  const prepared = await prepare(world, operation);
  return send(world, { ...prepared, target: prepared.target.replace(/[\da-f-]{36}/, id) });
};

export const resource: Resource = {
  operations: {
    "GET /api/v1/jobs": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      cost: [2, 1],
      variants: [{ query: "", rowsMax: 11_000 }, "?state=failed", "?state=running&limit=5&offset=5"],
    },
    "GET /api/v1/jobs/[id]": { ok: 200, allowed: actorsWhoMay.admin, given: job, cost: [1, 1] },
    "DELETE /api/v1/jobs/[id]": {
      ok: 204,
      allowed: actorsWhoMay.admin,
      given: job,
      cost: [3, 3],
      answers: { "409 job_is_running": ofRunning },
    },
    "POST /api/v1/jobs/[id]/retry": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      given: job,
      cost: [3, 3],
      answers: { "409 job_not_retryable": ofWaiting },
    },
  },
  pages: { "/settings/jobs": { audience: "staff", allowed: peopleWhoMay.admin } },
  actions: {
    retryJobAction: {
      allowed: peopleWhoMay.admin,
      given: job,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
    discardJobAction: {
      allowed: peopleWhoMay.admin,
      given: job,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
  },
  tables: {
    jobs: { rights: "delete insert", references: ["tenants"], restrictions: { staff_only: staffOnly } },
    job_workers: {
      references: [],
      spansTenants: "processes, which work for all; reached through app.job_* alone",
    },
    periodic_tasks: { references: [], spansTenants: "of no tenant; reached through app.periodic_* alone" },
  },
  pageReads: {
    listJobs: ({ tenant }) => listJobs(tenant.admin.context, { limit: 20, offset: 0 }),
    countJobs: ({ tenant }) => countJobs(tenant.admin.context),
  },
  fill: (tenant) => enqueue(tenant, 3_600_000),
  crowd: (sql, { tenant: { id } }, count) => sql`
    insert into jobs (tenant_id, id, task, payload, state, attempts_max, request_id, finished_at)
    select ${id}, uuidv7(n * interval '-1 minute'), 'tests.crowd', '{}', case when n % 100 = 0 then 'failed' else 'done' end,
      10, 'request', now() from generate_series(1, ${count}::int) n`,
};
