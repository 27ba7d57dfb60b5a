import { check, index, integer, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, isOneOf } from "./columns";
import { deliveryStatuses } from "./enumerations";
import { ownerAccess, staffOnly } from "./policies";
import { belongsToTenant, tenantTable } from "./tenant-table";

/** One event on its way to one endpoint. `body` is sent as it is, byte for byte, at each attempt. */
export const webhookDeliveries = tenantTable(
  "webhook_deliveries",
  {
    /** The endpoint may be deleted before; then nobody sees the delivery any more, and it goes when its time is over. */
    endpointId: uuid("endpoint_id").notNull(),
    /** Told to receivers as `webhook-id`. The event itself may be deleted before its delivery. */
    eventId: uuid("event_id").notNull(),
    eventType: text("event_type").notNull(),
    body: text("body").notNull(),
    status: text("status", { enum: deliveryStatuses }).notNull().default("pending"),
    /** How often it was sent. */
    attempts: integer("attempts").notNull().default(0),
    /** When it is sent next; null where it isn't. */
    nextAttemptAt: at("next_attempt_at").defaultNow(),
    /** The job that sends it, and when it was asked for: an older one of the same delivery does nothing. */
    jobId: uuid("job_id"),
    queuedAt: at("queued_at").notNull().defaultNow(),
    createdAt: at("created_at").notNull().defaultNow(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    ownerAccess(),
    staffOnly(),
    unique("webhook_deliveries_event_key").on(t.tenantId, t.endpointId, t.eventId),
    index("webhook_deliveries_endpoint_idx").on(t.tenantId, t.endpointId, t.id),
    index("webhook_deliveries_status_idx").on(t.tenantId, t.endpointId, t.status, t.id),
    index("webhook_deliveries_created_at_idx").on(t.createdAt),
    belongsToTenant(t),
    check("webhook_deliveries_status_check", isOneOf(t.status, deliveryStatuses)),
  ],
);
