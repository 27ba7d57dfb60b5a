import { z } from "zod";
import { deliveryStatuses, pauseReasons, webhookEndpointStatuses } from "@/db/schema/enumerations";
import type { WebhookEndpoint } from "./endpoints";

export const webhookEndpointResponse = z
  .object({
    id: z.uuid(),
    url: z.string().meta({ example: "https://example.org/hooks" }),
    description: z.string().meta({ example: "Rebuilds the web site" }),
    types: z
      .string()
      .array()
      .nullable()
      .meta({ description: "Null: all", example: ["article.published"] }),
    ordered: z.boolean(),
    status: z.enum(webhookEndpointStatuses),
    pauseReason: z.enum(pauseReasons).nullable().meta({
      description:
        "Why it is paused: by an admin; `failing`: for three days nothing could be delivered; `gone`: the receiver answered 410",
    }),
    failingSince: z.date().nullable().meta({ description: "Since when no delivery has succeeded" }),
    previousSecretUntil: z
      .date()
      .nullable()
      .meta({ description: "Until then the secret before this one signs as well" }),
    version: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "WebhookEndpoint" });

/** The same with the secret: only in the answer to the request that made it. */
export const newWebhookEndpointResponse = webhookEndpointResponse
  .extend({
    secret: z
      .string()
      .meta({ description: "Verifies what is sent. Keep it: it is shown this once", example: "whsec_…" }),
  })
  .meta({ id: "NewWebhookEndpoint" });

export function serializeWebhookEndpoint<Endpoint extends WebhookEndpoint>({
  isOrdered,
  ...endpoint
}: Endpoint) {
  return { ...endpoint, ordered: isOrdered };
}

export const deliveryResponse = z
  .object({
    id: z.uuid(),
    endpointId: z.uuid(),
    eventId: z.uuid().meta({ description: "The event; receivers get it as `webhook-id`" }),
    eventType: z.string().meta({ example: "article.published" }),
    status: z.enum(deliveryStatuses).meta({ description: "`held`: until its endpoint is active again" }),
    attempts: z.int().meta({ description: "How often it was sent" }),
    nextAttemptAt: z.date().nullable(),
    createdAt: z.date(),
    finishedAt: z.date().nullable(),
  })
  .meta({ id: "WebhookDelivery" });

const attempt = z
  .object({
    id: z.uuid(),
    url: z.string().meta({ example: "https://example.org/hooks" }),
    sentAt: z.date(),
    durationMs: z.int().meta({ description: "In milliseconds" }),
    status: z.int().nullable().meta({ description: "Of the answer; null where none came", example: 503 }),
    response: z
      .string()
      .nullable()
      .meta({ description: "The first 4 kB of the answer", example: "Down for lunch" }),
    error: z
      .string()
      .nullable()
      .meta({ description: "Why it counts as failed", example: "The receiver answered 503." }),
  })
  .meta({ id: "WebhookAttempt" });

export const deliveryDetailsResponse = deliveryResponse
  .extend({
    body: z.string().meta({ description: "What is sent, as it is", example: '{"type":"article.published"}' }),
    log: attempt.array().meta({ description: "Its attempts, newest first; at most 50" }),
  })
  .meta({ id: "WebhookDeliveryDetails" });

export const replayResponse = z
  .object({
    deliveries: z.int().meta({ description: "How many are on their way again" }),
    next: z
      .date()
      .nullable()
      .meta({ description: "As `since` of the next request; null where nothing is left" }),
  })
  .meta({ id: "WebhookReplay" });
