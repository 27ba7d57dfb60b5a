import { z } from "zod";
import { apiKeyKinds, roles } from "@/db/schema/enumerations";
import type { ApiKey } from "./service";

/** A key as the API shows it: what it may do and how it is used, never the key itself. */
export const apiKeyResponse = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: "Website" }),
    kind: z.enum(apiKeyKinds),
    role: z.enum(roles),
    hint: z.string().meta({ description: "Its last four characters", example: "x7Qa" }),
    createdBy: z.object({ id: z.uuid(), name: z.string().meta({ example: "Ada Okafor" }) }),
    createdAt: z.date(),
    expiresAt: z.date().nullable(),
    revokedAt: z.date().nullable(),
    lastUsedAt: z.date().nullable().meta({ description: "Accurate to a minute" }),
    rateLimitPerMinute: z.int().nullable().meta({ description: "Null: only the general limits" }),
    replacedBy: z.uuid().nullable().meta({ description: "The id of the key that took its place" }),
    version: z.int(),
  })
  .meta({ id: "ApiKey" });

/** The same with the key itself: only in the answer to the request that made it. */
export const newApiKeyResponse = apiKeyResponse
  .extend({ key: z.string().meta({ description: "Keep it: it is shown this once", example: "mh_sk_…" }) })
  .meta({ id: "NewApiKey" });

export function serializeApiKey<Key extends ApiKey>(key: Key) {
  return { ...key, createdBy: { id: key.createdById, name: key.createdByName } };
}
