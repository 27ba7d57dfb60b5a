import { z } from "zod";
import { deliveryStatuses, webhookEndpointStatuses } from "@/db/schema/enumerations";
import { eventResponses } from "../events/public-event";
import { datetime } from "../platform/datetime-schema";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";
import { line, text } from "../platform/text";

export const sections = {
  Webhooks: {
    place: 107,
    description: "Endpoints that get events as they happen, and what became of each delivery.",
  },
} satisfies SectionDefinitions;

const descriptionLengthMax = 200;

/** Where it may lead to is for the service to say: that is the operator's choice. */
const url = text()
  .trim()
  .min(1, "must not be empty")
  .max(2_048, "must have at most 2048 characters")
  .meta({ description: "Where events are sent to by POST", example: "https://example.org/hooks" });
const description = z
  .union([z.literal(""), line(descriptionLengthMax)])
  .meta({ example: "Rebuilds the web site" });
const types = z
  .array(z.enum(Object.keys(eventResponses), { error: "must be types of events" }))
  .min(1, "must name at least one type; null stands for all")
  .max(200, "must have at most 200 types")
  .transform((all) => [...new Set(all)].toSorted())
  .nullable()
  .meta({
    description: "Types of events that are sent; null: all, also those of later versions",
    example: ["article.published"],
  });
const ordered = z.boolean({ error: "must be true or false" }).meta({
  description:
    "One delivery after the other, in the order of the events: one that fails holds up those behind it",
});

export const listWebhookEndpoints = z.strictObject(idPage);

export const createWebhookEndpoint = z.strictObject({
  url,
  description: description.default(""),
  types: types.default(null),
  ordered: ordered.default(false),
});
export type CreateWebhookEndpoint = z.output<typeof createWebhookEndpoint>;

export const updateWebhookEndpoint = z
  .strictObject({
    url,
    description,
    types,
    ordered,
    status: z.enum(webhookEndpointStatuses, { error: "must be active or paused" }),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change at least one field" });
export type UpdateWebhookEndpoint = z.output<typeof updateWebhookEndpoint>;

const status = z.enum(deliveryStatuses, { error: "must be pending, held, delivered or failed" });

export const listDeliveries = z.strictObject({ ...idPage, status: status.optional() });
export type ListDeliveries = z.output<typeof listDeliveries>;

export const replayDeliveries = z
  .strictObject({
    /** Made at this moment or later. */
    since: datetime().meta({ example: "2026-11-22T09:30:00Z" }),
    /** Made before this moment; none: until now. */
    until: datetime().meta({ example: "2026-11-23T09:30:00Z" }).optional(),
    /** Those that failed, or whatever became of them. */
    status: z.enum(["failed", "all"], { error: "must be failed or all" }).default("failed"),
  })
  .refine(({ since, until }) => !until || since < until, {
    path: ["until"],
    error: "must be later than since",
  });
export type ReplayDeliveries = z.output<typeof replayDeliveries>;
