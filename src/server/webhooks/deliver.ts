import { uuidv7 } from "uuidv7";
import * as deliveries from "@/db/repositories/webhook-deliveries";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import type { JobRun } from "../jobs/define-task";
import { JobError } from "../jobs/job-error";
import { readTenant, withTenant } from "../platform/database";
import { retryDelaysMs } from "./deliver-task";
import { pauseByItself } from "./pause";
import { openSecret } from "./secrets";
import { sendRequest } from "./send-request";
import { signatureHeaders } from "./signature";
import { type Attempted, verdictOf } from "./verdict";

/** How long a receiver has for its answer, in milliseconds. */
const timeoutMs = 15_000;

type Job = JobRun<{ deliveryId: string }>;

/** One attempt of a delivery. Throws JobError where it failed. */
export async function deliver(job: Job): Promise<void> {
  const { context, payload } = job;
  const found = await readTenant(context, (tx) => read(tx, context, payload.deliveryId));
  // Deleted with its endpoint, or delivered by an attempt whose worker died before it could say so.
  if (!found || found.delivery.status === "delivered") return;
  if (found.endpoint.status === "paused") return hold(job);
  const sentAt = new Date();
  const { delivery, endpoint, secrets } = found;
  const headers = {
    "content-type": "application/json",
    ...signatureHeaders({ id: delivery.eventId, timestamp: sentAt, body: delivery.body, secrets }),
  };
  const outcome = await sendRequest({
    url: endpoint.url,
    headers,
    body: delivery.body,
    timeoutMs,
    signal: job.signal,
  });
  job.signal.throwIfAborted();
  const verdict = verdictOf(outcome, job.attempt);
  await withTenant(context, (tx) => record(tx, job, { ...found, sentAt, verdict }));
  if (verdict.kind === "delivered") return;
  const { error: message, retryMs } = verdict;
  throw new JobError(message, retryMs === null ? { isFinal: true } : { retryMs });
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
  const open = (secret: string) => openSecret(endpoint.id, secret);
  const { secret, previousSecret } = sealed;
  return { delivery, endpoint, secrets: [open(secret), ...(previousSecret ? [open(previousSecret)] : [])] };
}

/** Until the endpoint is active again: see `resumeHeld`. */
async function hold({ context, payload, finish }: Job): Promise<void> {
  await withTenant(context, async (tx) => {
    // With a lock: it may have been resumed since.
    const delivery = await deliveries.findById(tx, context.tenantId, payload.deliveryId);
    const endpoint = delivery && (await endpoints.lockById(tx, context.tenantId, delivery.endpointId));
    if (endpoint?.status !== "paused") throw new JobError("The endpoint was resumed.", { retryMs: 0 });
    await deliveries.update(tx, context.tenantId, payload.deliveryId, {
      status: "held",
      nextAttemptAt: null,
    });
    await finish(tx);
  });
}

async function record(
  tx: TenantTx,
  job: Job,
  { delivery, endpoint, sentAt, verdict }: Found & { sentAt: Date; verdict: Attempted },
): Promise<void> {
  const { tenantId } = job.context;
  const { status, response, durationMs } = verdict.answer;
  const isDelivered = verdict.kind === "delivered";
  const retryMs = isDelivered ? null : verdict.retryMs;
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
        response,
        error: isDelivered ? null : verdict.error,
      }),
    () =>
      deliveries.update(tx, tenantId, delivery.id, {
        attempts: delivery.attempts + 1,
        status: isDelivered ? "delivered" : retryMs === null ? "failed" : "pending",
        nextAttemptAt: retryMs === null ? null : new Date(Date.now() + retryMs),
        finishedAt: retryMs === null ? new Date() : null,
      }),
  ]);
  if (isDelivered) return job.finish(tx);
  if (verdict.isGone) await pauseByItself(tx, job.context, endpoint.id, "gone");
  else if (retryMs === null) await pauseByItself(tx, job.context, endpoint.id, "failing");
}

export const attemptsMax = retryDelaysMs.length + 1;
