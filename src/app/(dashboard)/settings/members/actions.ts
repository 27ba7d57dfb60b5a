"use server";

import { renewSession } from "@/server/auth/sign-in";
import { cancelInvitation, invite, resendInvitation } from "@/server/members/invitations";
import {
  invitationTarget,
  invite as inviteSchema,
  memberDeparture,
  memberTarget,
  roleChange,
} from "@/server/members/schema";
import { changeRole, reactivateMember, removeMember, suspendMember } from "@/server/members/service";
import { defineAction } from "@/server/pages/define-action";
import { requestOrigin, setSessionCookie } from "@/server/pages/page-session";
import { pagesChanged } from "../../../_lib/pages-changed";

export const inviteAction = defineAction({
  permission: "admin",
  schema: inviteSchema,
  async run({ input, signedIn }) {
    await invite(signedIn.context, input);
    pagesChanged();
    return { email: input.email };
  },
});

export const resendInvitationAction = defineAction({
  permission: "admin",
  schema: invitationTarget,
  async run({ input: { id }, signedIn }) {
    await resendInvitation(signedIn.context, id);
    pagesChanged();
  },
});

export const cancelInvitationAction = defineAction({
  permission: "admin",
  schema: invitationTarget,
  async run({ input: { id }, signedIn }) {
    await cancelInvitation(signedIn.context, id);
    pagesChanged();
  },
});

export const changeRoleAction = defineAction({
  permission: "admin",
  schema: roleChange,
  async run({ input: { userId, role }, signedIn }) {
    const { keys } = await changeRole(signedIn.context, userId, role);
    // One's own session ended with the role that it was made for.
    const isSelf = userId === signedIn.identity.userId && role !== signedIn.context.role;
    if (isSelf) await setSessionCookie(await renewSession(signedIn, await requestOrigin()));
    pagesChanged();
    return { weakened: keys.weakened.map(({ name }) => name) };
  },
});

export const suspendMemberAction = defineAction({
  permission: "admin",
  schema: memberDeparture,
  async run({ input: { userId, keys }, signedIn }) {
    await suspendMember(signedIn.context, userId, { keys });
    pagesChanged();
  },
});

export const reactivateMemberAction = defineAction({
  permission: "admin",
  schema: memberTarget,
  async run({ input: { userId }, signedIn }) {
    await reactivateMember(signedIn.context, userId);
    pagesChanged();
  },
});

export const removeMemberAction = defineAction({
  permission: "admin",
  schema: memberDeparture,
  async run({ input: { userId, keys }, signedIn }) {
    await removeMember(signedIn.context, userId, { keys });
    pagesChanged();
  },
});
