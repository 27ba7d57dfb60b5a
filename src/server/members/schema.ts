import { z } from "zod";
import { roles } from "@/db/schema/enumerations";
import { emailAddress } from "../auth/email";
import { newPassword } from "../auth/passwords";
import { line } from "../platform/text";

const role = z.enum(roles, { error: "must be admin, editor, author or viewer" });

export const invite = z.strictObject({ email: emailAddress, role });
export type Invite = z.output<typeof invite>;

export const invitationTarget = z.strictObject({ id: z.uuid() });

export const memberTarget = z.strictObject({ userId: z.uuid() });

export const roleChange = z.strictObject({ userId: z.uuid(), role });

/** What somebody without an account gives to accept an invitation; the address is the invitation's. */
export const joinAsNew = z.strictObject({
  token: z.string().max(100),
  name: line(80),
  password: newPassword,
});
