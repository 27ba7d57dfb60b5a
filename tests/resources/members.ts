import { listMembers, suspendMember } from "@/server/members/service";
import { addMember } from "../support/factories";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Ids } from "../support/resources/ids";
import type { Make, Resource, Scenario } from "../support/resources/resource";
import { publicByCall } from "../support/resources/restrictions";
import { prepare, send } from "../support/resources/scenario";

const member: Make = async ({ tenant }) => ({ id: (await addMember(tenant.admin.context, "author")).userId });

const colleague: Make = async ({ tenant }) => ({
  userId: (await addMember(tenant.admin.context, "viewer")).userId,
});

const suspendedColleague: Make = async ({ tenant: { admin } }) => {
  const { userId } = await addMember(admin.context, "viewer");
  await suspendMember(admin.context, userId);
  return { userId };
};

const user = ({ userId = "" }: Ids) => ({ userId });

/** Asks about the one admin that there is. */
const aboutLastAdmin: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const target = prepared.target.replace(/[^/]+$/, world.tenant.admin.userId);
  return send(world, { ...prepared, target });
};

export const resource: Resource = {
  operations: {
    "GET /api/v1/members": {
      ok: 200,
      allowed: actorsWhoMay.read,
      cost: [2, 1],
      variants: [
        "",
        "?role=editor&limit=5",
        "?status=suspended",
        // A part of a name is looked for in all members there are.
        { query: "?q=person 7&offset=2", rowsMax: 3_000 },
      ],
      note: "mail addresses and suspended members: admins",
    },
    "GET /api/v1/members/[id]": { ok: 200, allowed: actorsWhoMay.read, given: member, cost: [1, 1] },
    "PATCH /api/v1/members/[id]": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      given: member,
      body: { role: "viewer" },
      fields: ["role", "status"],
      cost: [10, 10],
      answers: { "409 last_admin": aboutLastAdmin },
    },
    "DELETE /api/v1/members/[id]": {
      ok: 204,
      allowed: actorsWhoMay.admin,
      given: member,
      cost: [10, 10],
      answers: {
        "409 last_admin": aboutLastAdmin,
        "200": async ({ ask, tenant }) => {
          const { userId, token } = await addMember(tenant.admin.context, "admin");
          const body = { name: "Site", kind: "publishable" };
          await ask("POST", "/api/v1/api-keys", { session: token, body });
          return ask("DELETE", `/api/v1/members/${userId}`, { key: tenant.secretKeys.admin });
        },
      },
      note: "200 with what became of their API keys, if they had any",
    },
  },
  pages: { "/settings/members": { audience: "staff", allowed: peopleWhoMay.admin } },
  actions: {
    changeRoleAction: {
      allowed: peopleWhoMay.admin,
      given: colleague,
      owned: true,
      form: (ids) => ({ ...user(ids), role: "editor" }),
    },
    suspendMemberAction: { allowed: peopleWhoMay.admin, given: colleague, owned: true, form: user },
    reactivateMemberAction: {
      allowed: peopleWhoMay.admin,
      given: suspendedColleague,
      owned: true,
      form: user,
    },
    removeMemberAction: { allowed: peopleWhoMay.admin, given: colleague, owned: true, form: user },
  },
  tables: {
    members: {
      rights: "insert select",
      references: ["tenants", "users"],
      restrictions: { authors_only: publicByCall("is_public_author\\(user_id\\)") },
    },
  },
  pageReads: {
    listMembers: ({ tenant }) => listMembers(tenant.admin.context, { limit: 100, offset: 0 }),
  },
  fill: ({ admin }) => addMember(admin.context, "author"),
};
