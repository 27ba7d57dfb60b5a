import { uuidv7 } from "uuidv7";
import * as deliveries from "@/db/repositories/webhook-deliveries";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import type { JobRun } from "../jobs/define-task";
import { JobError } from "../jobs/job-error";
import { readTenant, withTenant } from "../platform/database";
import { pauseByItself } from "./pause";
import { openSecret } from "./secrets";
import { sendRequest } from "./send-request";
import { signatureHeaders } from "./signature";
import { type Attempted, verdictOf } from "./verdict";

/** How long a receiver has for its answer, in milliseconds. */
const timeoutMs = 15_000;

/** Characters of the answer that are kept where nothing has to be mended. */
const responseOfSuccessMax = 1_000;

type Job = JobRun<{ deliveryId: string }>;

/** One attempt of a delivery. Throws JobError where it failed. */
export async function deliver(job: Job): Promise<void> {
  const { context, payload } = job;
  const found = await readTenant(context, (tx) => read(tx, context, payload.deliveryId));
  if (!found || isObsolete(found, job.id)) return;
  if (found.endpoint.status === "paused") return hold(job);
  const sentAt = new Date();
  const verdict = await attempt(found, sentAt, job);
  job.signal.throwIfAborted();
  const isRecorded = await withTenant(context, (tx) => record(tx, job, { ...found, sentAt, verdict }));
  if (!isRecorded || verdict.kind === "delivered") return;
  const { error: message, retryMs } = verdict;
  throw new JobError(message, retryMs === null ? { isFinal: true } : { retryMs });
}

/** Another job has it by now, or will; or an attempt whose worker died before it could say so has delivered it. */
function isObsolete({ delivery, endpoint }: Found, jobId: string): boolean {
  const isQueuedAnew = endpoint.resumedAt !== null && delivery.queuedAt < endpoint.resumedAt;
  return delivery.jobId !== jobId || delivery.status === "delivered" || isQueuedAnew;
}

async function attempt(
  { delivery, endpoint, sealed }: Found,
  timestamp: Date,
  { signal, attempt: number }: Job,
): Promise<Attempted> {
  let headers: Record<string, string>;
  try {
    const secrets = [sealed.secret, ...(sealed.previousSecret ? [sealed.previousSecret] : [])].map((secret) =>
      openSecret(endpoint.id, secret),
    );
    headers = signatureHeaders({ id: delivery.eventId, timestamp, body: delivery.body, secrets });
  } catch {
    const message = "Its secret can’t be read any more: replace it.";
    return verdictOf({ kind: "failure", reason: "aborted", message, durationMs: 0 }, number);
  }
  const all = { "content-type": "application/json", ...headers };
  const request = { url: endpoint.url, headers: all, body: delivery.body, timeoutMs, signal };
  return verdictOf(await sendRequest(request), number);
}

type Found = NonNullable<Awaited<ReturnType<typeof read>>>;

async function read(tx: TenantTx, { tenantId }: TenantContext, deliveryId: string) {
  const delivery = await deliveries.findById(tx, tenantId, deliveryId);
  if (!delivery) return null;
  const [endpoint, sealed] = await tx.inOrder([
    () => endpoints.findById(tx, tenantId, delivery.endpointId),
    () => endpoints.findSecrets(tx, tenantId, delivery.endpointId),
  ]);
  if (!endpoint || !sealed) return null;
  return { delivery, endpoint, sealed };
}

/** Until the endpoint is active again: see `resume`. */
async function hold({ context, payload, id, finish }: Job): Promise<void> {
  const { tenantId } = context;
  await withTenant(context, async (tx) => {
    // With a lock: it may have been resumed since, and then another job sends what is held.
    const delivery = await deliveries.findById(tx, tenantId, payload.deliveryId);
    if (delivery) await endpoints.lockById(tx, tenantId, delivery.endpointId);
    await deliveries.settle(tx, tenantId, payload.deliveryId, id, { status: "held", nextAttemptAt: null });
    await finish(tx);
  });
}

/** False where it was another job's to send by then. */
async function record(
  tx: TenantTx,
  job: Job,
  { delivery, endpoint, sentAt, verdict }: Found & { sentAt: Date; verdict: Attempted },
): Promise<boolean> {
  const { tenantId } = job.context;
  const isDelivered = verdict.kind === "delivered";
  const retryMs = isDelivered ? null : verdict.retryMs;
  // Before its delivery, as everybody else locks them.
  if (!isDelivered) await endpoints.lockById(tx, tenantId, endpoint.id);
  const changes = {
    attempts: delivery.attempts + 1,
    status: isDelivered ? "delivered" : retryMs === null ? "failed" : "pending",
    nextAttemptAt: retryMs === null ? null : new Date(Date.now() + retryMs),
    finishedAt: retryMs === null ? new Date() : null,
  } as const;
  if (!(await deliveries.settle(tx, tenantId, delivery.id, job.id, changes))) return false;
  const { status, response, durationMs } = verdict.answer;
  await tx.inOrder([
    () => endpoints.setFailingSince(tx, tenantId, endpoint.id, !isDelivered),
    () =>
      deliveries.insertAttempt(tx, {
        tenantId,
        id: uuidv7(),
        deliveryId: delivery.id,
        url: endpoint.url,
        sentAt,
        durationMs,
        status,
        response: isDelivered ? (response?.slice(0, responseOfSuccessMax) ?? null) : response,
        error: isDelivered ? null : verdict.error,
      }),
  ]);
  if (isDelivered) await job.finish(tx);
  else await pauseByItself(tx, job.context, endpoint.id, verdict.isGone ? "gone" : "failing");
  return true;
}
