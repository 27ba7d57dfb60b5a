import { listOwnSessions } from "@/server/auth/own-sessions";
import { sessions } from "@/server/auth/resolve-session";
import { hashToken } from "@/server/auth/tokens";
import { addMember, anEmail, password } from "../support/factories";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Make, Resource } from "../support/resources/resource";
import { begun, switchedOn } from "../support/resources/second-factor";

/** Of somebody who isn't among the actors. */
const sessionOfAnother: Make = async ({ tenant }) => ({
  id: hashToken((await addMember(tenant.admin.context, "author")).token),
});

const anotherSession: Make = async ({ tenant, member: { userId } }) => {
  const origin = { address: null, userAgent: null };
  return { id: hashToken((await sessions().create({ userId, tenantId: tenant.id, ...origin })).token) };
};

const members = peopleWhoMay.read;

/** Whoever asks: their account, sessions and second factor. */
export const resource: Resource = {
  operations: {
    "GET /api/v1/me": { ok: 200, allowed: actorsWhoMay.readPublished, cost: [0, 0] },
    "PATCH /api/v1/me": {
      ok: 200,
      allowed: actorsWhoMay.beSignedIn,
      body: { name: "Mo" },
      fields: ["name"],
      cost: [4, 3],
      note: "people alone, not keys",
    },
    "GET /api/v1/me/sessions": {
      ok: 200,
      allowed: actorsWhoMay.beSignedIn,
      cost: [2, 2],
      variants: [""],
      note: "people alone, not keys",
    },
    "DELETE /api/v1/me/sessions/[id]": {
      ok: 404,
      allowed: actorsWhoMay.beSignedIn,
      given: sessionOfAnother,
      cost: [2, 2],
      answers: {
        "204": async ({ ask, tenant }) => {
          const { token } = await addMember(tenant.admin.context, "author");
          return ask("DELETE", `/api/v1/me/sessions/${hashToken(token)}`, { session: token });
        },
      },
      note: "people alone: their own sessions; this one is somebody else's",
    },
  },
  pages: { "/settings/profile": { audience: "staff" }, "/settings/security": { audience: "staff" } },
  actions: {
    changeNameAction: { allowed: members, form: () => ({ name: "New" }) },
    changeEmailAddressAction: {
      allowed: members,
      given: async () => ({ email: anEmail("new") }),
      form: ({ email = "" }) => ({ email, currentPassword: password }),
    },
    sendVerificationAction: { allowed: members, form: () => ({}) },
    changePasswordAction: {
      allowed: members,
      form: () => ({ currentPassword: password, password: "seven quiet otters on ice" }),
    },
    startTwoFactorAction: { allowed: members, form: () => ({ currentPassword: password }) },
    confirmTwoFactorAction: {
      allowed: members,
      given: ({ member }) => begun(member),
      form: ({ code = "" }) => ({ code }),
    },
    renewCodesAction: {
      allowed: members,
      given: ({ member }) => switchedOn(member),
      form: ({ code = "" }) => ({ code }),
    },
    switchOffTwoFactorAction: {
      allowed: members,
      given: ({ member }) => switchedOn(member),
      form: ({ code = "" }) => ({ code, currentPassword: password }),
    },
    endSessionAction: {
      allowed: members,
      given: anotherSession,
      owned: true,
      form: ({ id = "" }) => ({ id }),
      note: "of oneself",
    },
    endOtherSessionsAction: { allowed: members, form: () => ({}) },
  },
  tables: {
    users: { rights: "insert", references: [], spansTenants: "a person may be a member of several tenants" },
    sessions: {
      rights: "select",
      references: ["members"],
      spansTenants: "belongs to a user; names the active tenant",
    },
    two_factor: {
      references: ["users"],
      spansTenants: "belongs to a person; reached through app.two_factor_* alone",
    },
    recovery_codes: {
      references: ["users"],
      spansTenants: "belongs to a person; reached through app.two_factor_* alone",
    },
  },
  pageReads: {
    listOwnSessions: ({ tenant }) => listOwnSessions(tenant.admin.userId, tenant.admin.token),
  },
};
