import * as deliveries from "@/db/repositories/webhook-deliveries";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { JobRun } from "../jobs/define-task";
import { withTenant } from "../platform/database";
import { enqueueDeliveries } from "./deliver-task";

const batchMax = 500;

/**
 * Queues all that waited for an endpoint anew, the oldest first: what was held while it was paused, and what had been waiting for
 * its next attempt. Until that is done no new event is made into a delivery, so that none comes before it. Begins again from the
 * start where it was interrupted.
 */
export async function resume({
  context,
  payload: { endpointId },
  signal,
}: JobRun<{ endpointId: string }>): Promise<void> {
  const { tenantId } = context;
  for (let afterId: string | undefined; ; ) {
    signal.throwIfAborted();
    const last = await withTenant(context, async (tx) => {
      const endpoint = await endpoints.lockById(tx, tenantId, endpointId);
      if (endpoint?.status !== "active") return undefined;
      const wanted = { statuses: ["held" as const, "pending" as const], afterId };
      const rows = await deliveries.lockSome(tx, tenantId, endpointId, wanted, batchMax);
      const ids = rows.map(({ id }) => id);
      await enqueueDeliveries(tx, context, endpoint, ids);
      if (ids.length === batchMax) return ids.at(-1);
      await endpoints.endResuming(tx, tenantId, endpointId);
      return undefined;
    });
    if (last === undefined) return;
    afterId = last;
  }
}
