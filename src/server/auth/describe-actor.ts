import { z } from "zod";
import { roles } from "@/db/schema/enumerations";
import { permissions as allPermissions, can } from "./permissions";
import type { TenantContext } from "./tenant-context";

/** What the API shows of whoever asks. */
export const actorResponse = z
  .object({
    actor: z.object({
      type: z.enum(["member", "api_key", "visitor"]),
      id: z.uuid().optional(),
      name: z.string().optional().meta({ example: "Website" }),
    }),
    role: z.enum([...roles, "public"]),
    permissions: z.array(z.enum(allPermissions)),
    organisation: z.object({
      id: z.uuid(),
      slug: z.string().meta({ example: "harbour-press" }),
      name: z.string().meta({ example: "Harbour Press" }),
    }),
  })
  .meta({ id: "Me" });

/** The actor, its role and permissions, and its organisation, as `GET /api/v1/me` shows them. */
export function describeActor({
  actor,
  role,
  tenantId,
  tenantSlug,
  tenantName,
}: TenantContext): z.input<typeof actorResponse> {
  if (actor.type === "system") throw new Error("the program itself asks nobody who it is");
  const permissions = allPermissions.filter((permission) => can(role, permission));
  return { actor, role, permissions, organisation: { id: tenantId, slug: tenantSlug, name: tenantName } };
}
