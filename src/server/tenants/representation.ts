import { z } from "zod";
import type { Tenant } from "./settings";

/** The organisation as the API shows it to its readers. */
export const tenantRepresentation = z
  .object({
    id: z.uuid(),
    slug: z.string().meta({ description: "In the address of the public pages", example: "harbour-press" }),
    name: z.string().meta({ example: "Harbour Press" }),
    commentsModerated: z.boolean().meta({
      description: "Whether comments of members who may not delete wait for approval",
    }),
    version: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Organisation" });

export function presentTenant(row: Tenant): z.input<typeof tenantRepresentation> {
  const { id, slug, name, commentsModerated, version, createdAt, updatedAt } = row;
  return { id, slug, name, commentsModerated, version, createdAt, updatedAt };
}
