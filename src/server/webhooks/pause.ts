import * as steps from "@/db/repositories/account-queries";
import * as members from "@/db/repositories/members";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { addressOf } from "../auth/tokens";
import { recordEvent } from "../events/record";
import { deliverSoon } from "../mail/deliver";
import { outboxMailRow } from "../mail/outbox";
import { endpointPausedMail } from "../mail/templates/endpoint-paused";
import { originOf } from "./endpoints";

/** So long nothing must have been delivered before an endpoint is paused, in milliseconds. */
const failingMs = 3 * 24 * 3_600_000;

/** Admins who get the mail, at most. */
const recipientsMax = 20;

const mailLifetimeMs = 3 * 24 * 3_600_000;

/**
 * Pauses an endpoint whose receiver is gone, or has taken nothing for three days, and tells the admins how to mend it. What
 * happens meanwhile waits for the endpoint. Does nothing for one that is paused already, or has taken something since.
 */
export async function pauseByItself(
  tx: TenantTx,
  context: TenantContext,
  id: string,
  reason: "failing" | "gone",
): Promise<void> {
  const { tenantId } = context;
  const endpoint = await endpoints.lockById(tx, tenantId, id);
  if (endpoint?.status !== "active") return;
  const failingSince = endpoint.failingSince?.getTime() ?? Number.POSITIVE_INFINITY;
  if (reason === "failing" && failingSince > Date.now() - failingMs) return;
  const [, admins] = await tx.inOrder([
    () => endpoints.update(tx, tenantId, id, { status: "paused", pauseReason: reason }),
    () =>
      members.list(tx, tenantId, { role: "admin", status: "active" }, { limit: recipientsMax, offset: 0 }),
  ]);
  recordEvent(tx, context, "webhook_endpoint.paused", id, { name: originOf(endpoint.url), reason });
  const url = addressOf(`/settings/webhooks/${id}`);
  for (const { email: to, name } of admins) {
    const organisation = context.tenantName;
    const mail = outboxMailRow(
      endpointPausedMail({ to, name, organisation, address: originOf(endpoint.url), reason, url }),
      mailLifetimeMs,
    );
    await steps.insertMail(tx, mail);
    tx.afterCommit(() => deliverSoon(mail.id));
  }
}
