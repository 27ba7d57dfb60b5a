import { z } from "zod";
import { organisationSlug } from "../auth/schema";
import { integerString } from "../platform/integer-schema";
import { isLanguage, isTimeZone } from "../platform/locale";
import type { SectionDefinitions } from "../platform/section-definition";
import { line } from "../platform/text";

export const sections = {
  Organisation: { place: 100, description: "The organisation's own settings and figures." },
} satisfies SectionDefinitions;

/** Of the public pages. In the one spelling that `Intl` has for it, such as `pt-BR`. */
const language = z
  .string()
  .max(35, "must be a language such as en, de or pt-BR")
  .refine(isLanguage, { error: "must be a language such as en, de or pt-BR" })
  .transform((value) => Intl.getCanonicalLocales(value)[0] ?? "en")
  .meta({ description: "Of the public pages (BCP 47)", example: "en" });

/** Of the dates on the public pages. */
const timeZone = z
  .string()
  .max(64, "must be a time zone such as Europe/Berlin")
  .refine(isTimeZone, { error: "must be a time zone such as Europe/Berlin" })
  .meta({ description: "Of the dates on the public pages (IANA)", example: "Europe/Berlin" });

export const updateTenant = z
  .strictObject({
    name: line(80).meta({ example: "Harbour Press" }),
    /** In the address of the public pages, which changes with it. */
    slug: organisationSlug.meta({ example: "harbour-press" }),
    /** Whether comments of members who may not delete wait for approval. */
    commentsModerated: z.boolean(),
    language,
    timeZone,
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change at least one field" });
export type UpdateTenant = z.output<typeof updateTenant>;

/** What the dashboard's form sends: a checkbox that isn't ticked is left out. */
export const updateTenantForm = z.strictObject({
  /** The version that the form was filled in with. */
  version: integerString(1, 999_999_999).optional(),
  name: line(80),
  slug: organisationSlug,
  language,
  timeZone,
  commentsModerated: z
    .literal("on")
    .optional()
    .transform((value) => value === "on"),
});
