import { z } from "zod";
import { apiKeyKinds, roles } from "@/db/schema/enumerations";
import { datetime } from "../platform/datetime-schema";
import { integerString, parseDigits } from "../platform/integer-schema";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";
import { line } from "../platform/text";

export const sections = {
  "API keys": { place: 90, description: "Credentials of machines." },
} satisfies SectionDefinitions;

const dayMs = 24 * 3_600_000;

const rateLimitMax = 100_000;
const overlapSecondsMax = 7 * 24 * 3_600;

const name = line(80).meta({ example: "Website" });
const kind = z.enum(apiKeyKinds, { error: "must be secret or publishable" });
const role = z.enum(roles, { error: "must be admin, editor, author or viewer" });
const expiresAt = datetime()
  .refine((date) => date.getTime() > Date.now(), { error: "must be in the future" })
  .meta({ example: "2099-11-22T09:30:00Z" });
const rateLimitPerMinute = z
  .int("must be a whole number")
  .min(1, "must be at least 1")
  .max(rateLimitMax, `must be at most ${rateLimitMax}`);

export const listApiKeys = z.strictObject(idPage);

export const createApiKey = z.strictObject({
  name,
  kind,
  /** What a secret key may do; a publishable key reads published content whatever stands here. */
  role: role.default("viewer"),
  /** When it ends by itself; none: it doesn't. */
  expiresAt: expiresAt.nullish(),
  /** Requests a minute at most, on top of the general limits. */
  rateLimitPerMinute: rateLimitPerMinute.nullish(),
});
export type CreateApiKey = z.output<typeof createApiKey>;

/** What the dashboard's form sends, where everything is text. */
export const createApiKeyForm = z
  .strictObject({
    name,
    kind,
    role: role.default("viewer"),
    /** Days until it ends by itself. */
    expiresInDays: integerString(1, 3650).optional(),
    rateLimitPerMinute: z.preprocess(parseDigits, rateLimitPerMinute).optional(),
  })
  .transform(({ expiresInDays, ...rest }): CreateApiKey => {
    return { ...rest, expiresAt: expiresInDays ? new Date(Date.now() + expiresInDays * dayMs) : null };
  });

export const updateApiKey = z
  .strictObject({
    name,
    expiresAt: expiresAt.nullable(),
    rateLimitPerMinute: rateLimitPerMinute.nullable(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change at least one field" });
export type UpdateApiKey = z.output<typeof updateApiKey>;

const overlapSeconds = z
  .int("must be a whole number")
  .min(0, "must be at least 0")
  .max(overlapSecondsMax, `must be at most ${overlapSecondsMax}`);

export const rotateApiKey = z.strictObject({
  /** How long the old key goes on working beside the new one. */
  overlapSeconds: overlapSeconds.default(0),
});
/** What the dashboard's form sends. */
export const rotateApiKeyForm = z.strictObject({
  id: z.uuid(),
  overlapSeconds: z.preprocess(parseDigits, overlapSeconds),
});

export type RotateApiKey = z.output<typeof rotateApiKey>;
