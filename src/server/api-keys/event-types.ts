import { z } from "zod";
import { apiKeyKinds, roles } from "@/db/schema/enumerations";
import type { EventDefinitions } from "../events/event-definition";
import { changed } from "../events/payload-fields";

/** Which keys there are, admins alone see. */
const about = { subject: "api_key", visibleTo: "admin" } as const;
const key = z.object({ name: z.string().meta({ example: "Web site" }) });

export const eventTypes = {
  "api_key.created": {
    ...about,
    sentence: "made the API key {label}",
    payload: key.extend({ kind: z.enum(apiKeyKinds), role: z.enum(roles) }),
  },
  "api_key.updated": {
    ...about,
    sentence: "changed the API key {label}",
    payload: key.extend({ changed: changed.meta({ example: ["name"] }) }),
  },
  "api_key.rotated": {
    ...about,
    sentence: "replaced the API key {label}",
    payload: key.extend({
      replacedBy: z.uuid().meta({ description: "The id of the new key" }),
      overlapSeconds: z.int().meta({ description: "How long the old one still works", example: 3600 }),
    }),
  },
  "api_key.revoked": { ...about, sentence: "revoked the API key {label}", payload: key },
  "api_key.handed_over": {
    ...about,
    sentence: "took over the API key {label}",
    payload: key.extend({ from: z.uuid(), to: z.uuid() }),
  },
} satisfies EventDefinitions;
