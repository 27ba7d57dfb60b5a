import { randomUUID } from "node:crypto";
import * as jobs from "@/db/repositories/jobs";
import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { resolveSite } from "@/db/repositories/outside-tenants/sites";
import type { JobState } from "@/db/schema/enumerations";
import { buildTenantContext } from "../auth/build-tenant-context";
import type { TenantContext } from "../auth/tenant-context";
import { database, readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { checkJobs } from "./check";
import { enqueueJob } from "./enqueue";
import { systemActor } from "./job-context";
import { discardJob, getJob, type Job, listJobs, retryJob } from "./service";

/** What the operator does with jobs on the command line; in an organisation it is in its audit log. */

/** An organisation on behalf of the operator. Throws `organisation_not_found`. */
export async function operatorContext(slug: string): Promise<TenantContext> {
  const site = await resolveSite(database(), slug);
  if (!site) throw new AppError("organisation_not_found");
  const { tenantId, tenantSlug, tenantName } = site;
  return buildTenantContext({
    tenantId,
    tenantSlug,
    tenantName,
    userId: null,
    role: "admin",
    audience: "staff",
    actor: { ...systemActor, name: "Operator" },
    requestId: `operator-${randomUUID()}`,
  });
}

/** The workers, how many jobs each organisation has by state (those that are done aside), and the periodic tasks. */
export async function overview() {
  const [workers, counts, periodic] = await Promise.all([
    queue.listWorkers(database()),
    queue.countByTenant(database()),
    queue.listPeriodic(database()),
  ]);
  return { workers, jobs: counts, periodic };
}

export type JobOfOrganisation = Job & { organisation: string };

/** Jobs of one organisation, or of all that have any in that state, newest first in each; those that are done only of one. */
export async function listForOperator(
  organisation: string | undefined,
  { state, limit }: { state: JobState | undefined; limit: number },
): Promise<JobOfOrganisation[]> {
  const slugs = organisation === undefined ? await organisationsWith(state) : [organisation];
  const found: JobOfOrganisation[] = [];
  for (const slug of slugs) {
    if (found.length >= limit) break;
    const page = { limit: Math.min(100, limit - found.length), offset: 0, state };
    const { items } = await listJobs(await operatorContext(slug), page);
    found.push(...items.map((job) => ({ ...job, organisation: slug })));
  }
  return found;
}

async function organisationsWith(state: JobState | undefined): Promise<string[]> {
  const counts = await queue.countByTenant(database());
  const matching = counts.filter((count) => state === undefined || count.state === state);
  return [...new Set(matching.map(({ tenantSlug }) => tenantSlug))];
}

/** A job with all that is known of it. Throws `job_not_found`. */
export async function showJob(context: TenantContext, id: string) {
  const job = await getJob(context, id);
  const [payload, errorDetail] = await Promise.all([
    readTenant(context, (tx) => jobs.findPayload(tx, context.tenantId, id)),
    queue.findErrorDetail(database(), context.tenantId, id),
  ]);
  return { ...job, payload, errorDetail };
}

/** Retries or discards all jobs that failed; returns how many. */
export async function forAllFailed(context: TenantContext, change: "retry" | "discard"): Promise<number> {
  let count = 0;
  for (;;) {
    const { items } = await listJobs(context, { state: "failed", limit: 100, offset: 0 });
    if (items.length === 0) return count;
    for (const { id } of items) await (change === "retry" ? retryJob(context, id) : discardJob(context, id));
    count += items.length;
  }
}

/** Makes a job that does nothing; that it is done shows that workers work. */
export async function startCheck(context: TenantContext): Promise<string> {
  return withTenant(context, (tx) => enqueueJob(tx, context, checkJobs, {}));
}
