import { signIn } from "@/server/auth/sign-in";
import { removeMember } from "@/server/members/service";
import { addMember, anEmail, password } from "../support/factories";
import type { Ids } from "../support/resources/ids";
import { accountLink, invitation } from "../support/resources/links";
import type { Make, Resource } from "../support/resources/resource";
import { challengeOf, switchedOn } from "../support/resources/second-factor";

const address: Make = async () => ({ email: anEmail("new") });
const account: Make = async ({ tenant }) => ({
  email: (await addMember(tenant.admin.context, "viewer")).email,
});

const challenge: Make = async ({ tenant }) => {
  const member = await addMember(tenant.admin.context, "viewer");
  const { code = "" } = await switchedOn(member);
  return { code, challenge: await challengeOf(member) };
};

const challengeOfSomebodyInvited: Make = async ({ tenant, elsewhere }) => {
  const { userId, email } = await addMember(tenant.admin.context, "viewer");
  await removeMember(tenant.admin.context, userId);
  const { id = "" } = await invitation(elsewhere, email);
  const result = await signIn({ email, password }, { address: null, userAgent: null });
  if (result.kind !== "invited") throw new Error("no invitation was found");
  return { invitationId: id, challenge: result.challenge };
};

const verificationLink: Make = ({ tenant, member }) => accountLink(tenant, member, "verify_email");
const changeLink: Make = ({ tenant, member }) => accountLink(tenant, member, "change_email");
const resetLink: Make = ({ tenant, member }) => accountLink(tenant, member, "reset_password");
const signUpLink: Make = ({ tenant, member }) => accountLink(tenant, member, "sign_up");

const withToken = ({ token = "" }: Ids) => ({ token });
const newPassword = "seven quiet otters on ice";

/** Signing up and in, and the links of mails. */
export const resource: Resource = {
  pages: {
    "/": { audience: "visitors" },
    "/login": { audience: "visitors" },
    "/login/code": { audience: "open", answer: "sign in", note: "only after a first step with a password" },
    "/login/invitations": {
      audience: "open",
      answer: "sign in",
      note: "only after the password of somebody who is a member nowhere",
    },
    "/register": { audience: "visitors" },
    "/register/sent": { audience: "open" },
    "/register/[token]": { audience: "link", given: signUpLink },
    "/forgot-password": { audience: "open" },
    "/reset-password/[token]": { audience: "link", given: resetLink },
    "/verify-email/[token]": { audience: "link", given: verificationLink },
  },
  actions: {
    signInAction: { allowed: "visitors", given: account, form: ({ email = "" }) => ({ email, password }) },
    signInWithCodeAction: { allowed: "visitors", given: challenge, form: ({ code = "" }) => ({ code }) },
    signUpAction: {
      allowed: "visitors",
      given: address,
      form: ({ email = "" }) => ({ organisation: "New", organisationSlug: "", name: "N", email, password }),
    },
    finishSignUpAction: {
      allowed: "visitors",
      given: signUpLink,
      form: (ids) => ({ ...withToken(ids), password }),
    },
    requestResetAction: { allowed: "visitors", given: account, form: ({ email = "" }) => ({ email }) },
    resetPasswordAction: {
      allowed: "visitors",
      given: resetLink,
      form: (ids) => ({ ...withToken(ids), password: newPassword }),
    },
    verifyEmailAction: { allowed: "visitors", given: verificationLink, form: withToken },
    changeEmailAction: { allowed: "visitors", given: changeLink, form: withToken },
    joinAsNewUserAction: {
      allowed: "visitors",
      given: ({ tenant }) => invitation(tenant, anEmail("secret")),
      form: (ids) => ({ ...withToken(ids), name: "N", password }),
    },
    joinAsInvitedAction: {
      allowed: "visitors",
      given: challengeOfSomebodyInvited,
      form: ({ invitationId = "" }) => ({ invitationId }),
      note: "after the password, and the code",
    },
    signOutAction: {
      allowed: "visitors",
      form: () => ({}),
      note: "also out of a session that has ended",
    },
  },
  tables: {
    account_tokens: {
      references: ["users"],
      spansTenants: "belongs to a person, or to nobody yet; reached through app.* alone",
    },
    mails: {
      references: [],
      spansTenants: "goes to a person; the program reaches it through app.mail_* alone",
    },
  },
};
