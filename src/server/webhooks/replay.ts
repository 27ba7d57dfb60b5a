import * as deliveries from "@/db/repositories/webhook-deliveries";
import type { WebhookEndpointRow } from "@/db/repositories/webhook-endpoints";
import type { DeliveryStatus } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { enqueueDeliveries } from "./deliver-task";

/** Deliveries that are put on their way again in one request. */
export const replayMax = 10_000;

const batchMax = 500;

/** Puts those on their way that were held while the endpoint was paused. */
export async function resumeHeld(
  tx: TenantTx,
  context: TenantContext,
  endpoint: Pick<WebhookEndpointRow, "id" | "isOrdered">,
): Promise<void> {
  await reopen(tx, context, endpoint, { statuses: ["held"] }, Number.POSITIVE_INFINITY);
}

/** Puts deliveries on their way again, the oldest first, and returns how many. The endpoint must be locked. */
export async function reopen(
  tx: TenantTx,
  context: TenantContext,
  endpoint: Pick<WebhookEndpointRow, "id" | "isOrdered">,
  filter: deliveries.DeliveryFilter & { statuses: DeliveryStatus[] },
  max: number,
): Promise<number> {
  for (let count = 0; ; ) {
    const wanted = Math.min(batchMax, max - count);
    const ids = await deliveries.reopen(tx, context.tenantId, endpoint.id, filter, wanted);
    await enqueueDeliveries(tx, context, endpoint, ids);
    count += ids.length;
    if (ids.length < wanted || count >= max) return count;
  }
}
