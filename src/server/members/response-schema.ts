import { z } from "zod";
import { apiKeyKinds, roles } from "@/db/schema/enumerations";
import { can } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import type { DepartedKeys } from "./departed-keys";
import type { Invitation } from "./invitations";
import type { ChangedMember, Member } from "./service";

/** A member as the API shows it. */
export const memberResponse = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: "Ada Okafor" }),
    email: z.string().nullable().meta({ description: "For admins; null for everybody else" }),
    avatar: z.string().nullable().meta({ description: "Address of a picture" }),
    role: z.enum(roles),
    status: z.enum(["active", "suspended"]),
    version: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Member" });

export function serializeMember(context: TenantContext, row: Member): z.input<typeof memberResponse> {
  const email = can(context.role, "admin") ? row.email : null;
  const status = row.status === "active" ? "active" : "suspended";
  return { ...row, id: row.userId, avatar: row.avatarUrl, email, status };
}

const namedKey = z.object({
  id: z.uuid(),
  name: z.string().meta({ example: "Website" }),
  kind: z.enum(apiKeyKinds),
});

const departedKeys = z
  .object({
    transferred: z.array(namedKey).meta({ description: "Handed over: they work on as before" }),
    revoked: z.array(namedKey).meta({ description: "They don't work any more" }),
    weakened: z
      .array(namedKey)
      .optional()
      .meta({ description: "They work on, and may do less: they were made for more than the new role may" }),
  })
  .meta({
    id: "DepartedKeys",
    description: "What became of the API keys of a member who went or has another role",
  });

/** The answer to a removal, where there were keys. */
export const removalResponse = z.object({ keys: departedKeys }).meta({ id: "Removal" });

/** A member after a change; with `keys` where it concerned any. */
export const changedMemberResponse = memberResponse
  .extend({ keys: departedKeys.optional() })
  .meta({ id: "ChangedMember" });

export function serializeChangedMember(context: TenantContext, { member, keys }: ChangedMember) {
  const shown = serializeDepartedKeys(keys);
  return { ...serializeMember(context, member), ...(shown ? { keys: shown } : {}) };
}

/** Null where there were none. */
export function serializeDepartedKeys({ transferred, revoked, weakened }: DepartedKeys) {
  if (transferred.length + revoked.length + weakened.length === 0) return null;
  return { transferred, revoked, ...(weakened.length > 0 ? { weakened } : {}) };
}

/** An open invitation as the API shows it; never its link. */
export const invitationResponse = z
  .object({
    id: z.uuid(),
    email: z.string().meta({ example: "ada@example.org" }),
    role: z.enum(roles),
    invitedBy: z.object({ id: z.uuid(), name: z.string().meta({ example: "Ada Okafor" }) }),
    createdAt: z.date(),
    expiresAt: z.date().meta({ description: "Until then its link works" }),
    version: z.int(),
  })
  .meta({ id: "Invitation" });

export function serializeInvitation(row: Invitation): z.input<typeof invitationResponse> {
  return { ...row, invitedBy: { id: row.invitedById, name: row.invitedByName } };
}
