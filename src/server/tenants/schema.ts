import { z } from "zod";
import { organisationSlug } from "../auth/schema";
import { line } from "../platform/text";

export const updateTenant = z
  .strictObject({
    name: line(80).meta({ example: "Harbour Press" }),
    /** In the address of the public pages, which changes with it. */
    slug: organisationSlug.meta({ example: "harbour-press" }),
    /** Whether comments of members who may not delete wait for approval. */
    commentsModerated: z.boolean(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change at least one field" });
export type UpdateTenant = z.output<typeof updateTenant>;

/** What the dashboard's form sends: a checkbox that isn't ticked is left out. */
export const updateTenantForm = z.strictObject({
  /** The version that the form was filled in with. */
  version: z.coerce.number().int().optional(),
  name: line(80),
  slug: organisationSlug,
  commentsModerated: z
    .literal("on")
    .optional()
    .transform((value) => value === "on"),
});
