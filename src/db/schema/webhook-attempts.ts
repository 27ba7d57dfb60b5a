import { foreignKey, index, integer, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { staffOnly } from "./policies";
import { tenantTable } from "./tenant-table";
import { webhookDeliveries } from "./webhook-deliveries";

/** One request of a delivery, and what came of it. */
export const webhookAttempts = tenantTable(
  "webhook_attempts",
  {
    deliveryId: uuid("delivery_id").notNull(),
    url: text("url").notNull(),
    /** When it was sent, as its signature says. */
    sentAt: at("sent_at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** Of the answer; null where none came. */
    status: integer("status"),
    /** The first 4 kB of the answer. */
    response: text("response"),
    /** Why it counts as failed, in words; null where it succeeded. */
    error: text("error"),
  },
  (t) => [
    staffOnly(),
    index("webhook_attempts_delivery_idx").on(t.tenantId, t.deliveryId, t.id),
    foreignKey({
      name: "webhook_attempts_delivery_fk",
      columns: [t.tenantId, t.deliveryId],
      foreignColumns: [webhookDeliveries.tenantId, webhookDeliveries.id],
    }).onDelete("cascade"),
  ],
);
