import { z } from "zod";
import { plans } from "@/db/schema/enumerations";
import { requestsPerMinute, storageLimits } from "./plans";
import type { Tenant } from "./settings";

/** The organisation as the API shows it to its readers. */
export const tenantResponse = z
  .object({
    id: z.uuid(),
    slug: z.string().meta({ description: "In the address of the public pages", example: "harbour-press" }),
    name: z.string().meta({ example: "Harbour Press" }),
    commentsModerated: z.boolean().meta({
      description: "Whether comments of members who may not delete wait for approval",
    }),
    language: z.string().meta({ description: "Of the public pages (BCP 47)", example: "en" }),
    timeZone: z
      .string()
      .meta({ description: "Of the dates on the public pages (IANA)", example: "Europe/Berlin" }),
    plan: z.enum(plans).meta({ description: "Set by whoever operates the server" }),
    requestsPerMinute: z.int().meta({
      description: "How many the plan allows all keys and members together; see the `RateLimit` header",
      example: 6_000,
    }),
    storage: z.object({ articles: z.int(), comments: z.int(), tags: z.int(), bytes: z.int() }).meta({
      description: "How much the plan allows to be stored; bytes are those of text and its revisions",
    }),
    version: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Organisation" });

export function serializeTenant(row: Tenant): z.input<typeof tenantResponse> {
  const { plan } = row;
  return { ...row, requestsPerMinute: requestsPerMinute(plan), storage: storageLimits(plan) };
}
