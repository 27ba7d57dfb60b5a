import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, jsonb, text } from "drizzle-orm/pg-core";
import { at, isOneOf, versioned } from "./columns";
import { pauseReasons, webhookEndpointStatuses } from "./enumerations";
import { ownerAccess, staffOnly } from "./policies";
import { belongsToTenant, tenantTable } from "./tenant-table";

/**
 * An address that gets the tenant's events. Secrets are encrypted (AES-256-GCM), since each delivery is signed with them. Events
 * up to `position` have their deliveries; those behind it get theirs when a worker comes by.
 */
export const webhookEndpoints = tenantTable(
  "webhook_endpoints",
  {
    url: text("url").notNull(),
    description: text("description").notNull().default(""),
    /** Types of events; null: all, also those that come with later versions. */
    types: jsonb("types").$type<string[]>(),
    /** One delivery after the other, in the order of the events. */
    isOrdered: boolean("is_ordered").notNull().default(false),
    secret: text("secret").notNull(),
    /** Signs as well until then, after the secret was replaced. */
    previousSecret: text("previous_secret"),
    previousSecretUntil: at("previous_secret_until"),
    status: text("status", { enum: webhookEndpointStatuses }).notNull().default("active"),
    pauseReason: text("pause_reason", { enum: pauseReasons }),
    /** Since when no delivery has succeeded; null after one that has. */
    failingSince: at("failing_since"),
    position: bigint("position", { mode: "number" }).notNull(),
    /** When it was resumed last: what was queued before waits to be queued anew, in its order. */
    resumedAt: at("resumed_at"),
    /** True until that is done; what happens meanwhile comes behind it. */
    isResuming: boolean("is_resuming").notNull().default(false),
    ...versioned(),
  },
  (t) => [
    belongsToTenant(t),
    ownerAccess(),
    staffOnly(),
    index("webhook_endpoints_active_idx").on(t.tenantId, t.position).where(sql`${t.status} = 'active'`),
    check("webhook_endpoints_status_check", isOneOf(t.status, webhookEndpointStatuses)),
    check("webhook_endpoints_pause_check", sql`(${t.status} = 'paused') = (${t.pauseReason} is not null)`),
    check("webhook_endpoints_pause_reason_check", isOneOf(t.pauseReason, pauseReasons)),
  ],
);
