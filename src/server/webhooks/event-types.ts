import { z } from "zod";
import { pauseReasons } from "@/db/schema/enumerations";
import type { EventDefinitions } from "../events/event-definition";
import { changed } from "../events/payload-fields";

/** Where events go, admins alone see. */
const about = { subject: "webhook_endpoint", visibleTo: "admin" } as const;
const endpoint = z.object({
  name: z.string().meta({
    description: "Where it leads to, without the rest of the address, which may be a secret",
    example: "https://example.org",
  }),
});

export const eventTypes = {
  "webhook_endpoint.created": { ...about, sentence: "added the webhook endpoint {label}", payload: endpoint },
  "webhook_endpoint.updated": {
    ...about,
    sentence: "changed the webhook endpoint {label}",
    payload: endpoint.extend({ changed: changed.meta({ example: ["url"] }) }),
  },
  "webhook_endpoint.secret_rotated": {
    ...about,
    sentence: "replaced the secret of the webhook endpoint {label}",
    payload: endpoint,
  },
  "webhook_endpoint.paused": {
    ...about,
    sentence: "paused the webhook endpoint {label}",
    payload: endpoint.extend({ reason: z.enum(pauseReasons) }),
  },
  "webhook_endpoint.resumed": {
    ...about,
    sentence: "resumed the webhook endpoint {label}",
    payload: endpoint,
  },
  "webhook_endpoint.tested": {
    ...about,
    sentence: "sent a test event to the webhook endpoint {label}",
    payload: endpoint,
  },
  "webhook_endpoint.replayed": {
    ...about,
    sentence: "sent deliveries to the webhook endpoint {label} again",
    payload: endpoint.extend({ deliveries: z.int().meta({ description: "How many", example: 12 }) }),
  },
  "webhook_endpoint.deleted": {
    ...about,
    sentence: "deleted the webhook endpoint {label}",
    payload: endpoint,
  },
} satisfies EventDefinitions;
