import { z } from "zod";
import { roles } from "@/db/schema/enumerations";
import { emailAddress } from "../auth/email";
import { newPassword } from "../auth/passwords";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";
import { line, words } from "../platform/text";
import { secretKeyFates } from "./departed-keys";

export const sections = {
  Members: { place: 70, description: "The people of an organisation and their roles." },
  Invitations: { place: 80, description: "Letting people in." },
} satisfies SectionDefinitions;

const role = z.enum(roles, { error: "must be admin, editor, author or viewer" });

export const invite = z.strictObject({
  email: emailAddress.meta({ format: "email", example: "ada@example.org" }),
  role,
});
export type Invite = z.output<typeof invite>;

/** What a member may be made; removing is another operation. */
const standing = z.enum(["active", "suspended"], { error: "must be active or suspended" });

export const listMembers = z.strictObject({
  ...idPage,
  role: role.optional(),
  status: standing.optional(),
  /** A part of the name; for admins, of the mail address as well. */
  q: words(80).meta({ example: "ada" }).optional(),
});
export type ListMembers = z.output<typeof listMembers>;

export const updateMember = z
  .strictObject({ role, status: standing })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change at least one field" });
export type UpdateMember = z.output<typeof updateMember>;

/** What becomes of the secret keys of whoever goes. */
export const departure = z.strictObject({
  keys: z.enum(secretKeyFates, { error: "must be revoke or transfer" }).default("revoke").meta({
    description:
      "What becomes of the secret keys of a member who is removed or suspended: `revoke` ends them, `transfer` hands them over to you. Publishable keys are handed over in any case.",
  }),
});

export const listInvitations = z.strictObject(idPage);

export const invitationTarget = z.strictObject({ id: z.uuid() });

export const memberTarget = z.strictObject({ userId: z.uuid() });

/** Whoever removes or suspends may take the secret keys over; the box isn't sent where it isn't ticked. */
export const memberDeparture = z.strictObject({
  userId: z.uuid(),
  keys: z.enum(secretKeyFates).optional(),
});

export const roleChange = z.strictObject({ userId: z.uuid(), role });

/** What somebody without an account gives to accept an invitation; the address is the invitation's. */
export const joinAsNew = z.strictObject({
  token: z.string().max(100),
  name: line(80),
  password: newPassword,
});
