import { z } from "zod";
import * as deliveries from "@/db/repositories/webhook-deliveries";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { declareTask } from "../jobs/declare-task";
import { enqueueJob } from "../jobs/enqueue";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long to wait after each failure but the last, in milliseconds: ten attempts in three days, as Standard Webhooks
 * recommends.
 */
export const retryDelaysMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** What a delivery is sent by: `src/server/jobs/tasks/deliver-webhook.ts`. */
export const deliverWebhook = declareTask({
  name: "webhooks.deliver",
  title: "Send an event to a webhook endpoint",
  payload: z.object({ deliveryId: z.uuid() }),
  attemptsMax: retryDelaysMs.length + 1,
});

/** What queues anew all that waited for an endpoint: `src/server/jobs/tasks/resume-webhook.ts`. */
export const resumeWebhook = declareTask({
  name: "webhooks.resume",
  title: "Send what has waited for a webhook endpoint",
  payload: z.object({ endpointId: z.uuid() }),
});

/** Asks for deliveries of one endpoint to be sent, in this order where the endpoint wants them in order. */
export async function enqueueDeliveries(
  tx: TenantTx,
  context: TenantContext,
  { id, isOrdered }: { id: string; isOrdered: boolean },
  deliveryIds: readonly string[],
): Promise<void> {
  if (deliveryIds.length === 0) return;
  const order = isOrdered ? { orderKey: `webhook:${id}` } : {};
  const jobIds = await Promise.all(
    deliveryIds.map((deliveryId) => enqueueJob(tx, context, deliverWebhook, { deliveryId }, order)),
  );
  await deliveries.assignJobs(tx, context.tenantId, deliveryIds, jobIds);
}
