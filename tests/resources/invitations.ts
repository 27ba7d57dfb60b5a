import { invite, listInvitations } from "@/server/members/invitations";
import { anEmail } from "../support/factories";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import { invitation } from "../support/resources/links";
import type { Make, Resource } from "../support/resources/resource";
import { prepare, send } from "../support/resources/scenario";

const openInvitation: Make = ({ tenant }) => invitation(tenant, anEmail("secret"));

export const resource: Resource = {
  operations: {
    "GET /api/v1/invitations": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      cost: [2, 1],
      variants: ["", "?limit=5&offset=5"],
    },
    "POST /api/v1/invitations": {
      ok: 201,
      allowed: actorsWhoMay.admin,
      body: { email: "guest@example.org", role: "author" },
      fields: ["email", "role"],
      cost: [6, 3],
      answers: {
        "409 already_invited": async (world, operation) => {
          const prepared = await prepare(world, operation);
          for (let round = 0; round < 10; round++) {
            const body = { email: anEmail("at-once"), role: "viewer" };
            const answers = await Promise.all([1, 2, 3, 4].map(() => send(world, prepared, { body })));
            const refused = answers.find(({ status }) => status === 409);
            if (refused) return refused;
          }
          throw new Error("of several invitations at once, all were made");
        },
        "409 already_member": async (world, operation) => {
          const body = { email: world.tenant.viewer.email, role: "viewer" };
          return send(world, await prepare(world, operation), { body });
        },
      },
    },
    "GET /api/v1/invitations/[id]": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      given: openInvitation,
      cost: [1, 1],
    },
    "DELETE /api/v1/invitations/[id]": {
      ok: 204,
      allowed: actorsWhoMay.admin,
      given: openInvitation,
      cost: [3, 3],
    },
    "POST /api/v1/invitations/[id]/resend": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      given: openInvitation,
      cost: [5, 3],
    },
  },
  pages: { "/invitation/[token]": { audience: "link", given: openInvitation } },
  actions: {
    inviteAction: {
      allowed: peopleWhoMay.admin,
      given: async () => ({ email: anEmail("new") }),
      form: ({ email = "" }) => ({ email, role: "viewer" }),
    },
    resendInvitationAction: {
      allowed: peopleWhoMay.admin,
      given: openInvitation,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
    cancelInvitationAction: {
      allowed: peopleWhoMay.admin,
      given: openInvitation,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
    acceptInvitationAction: {
      allowed: peopleWhoMay.read,
      given: ({ elsewhere, member }) => invitation(elsewhere, member.email),
      form: ({ token = "" }) => ({ token }),
    },
  },
  tables: { invitations: { rights: "insert select", references: ["members"] } },
  pageReads: {
    listInvitations: ({ tenant }) => listInvitations(tenant.admin.context, { limit: 100, offset: 0 }),
  },
  fill: ({ admin }) => invite(admin.context, { email: anEmail("guest"), role: "viewer" }),
  crowd: (sql, { tenant: { id, admin } }, count) => sql`
    insert into invitations (tenant_id, id, email, email_normalised, role, token_hash, invited_by, expires_at, accepted_at)
    select ${id}, uuidv7(n * interval '-1 minute'), n || 'x', n || 'x', 'viewer', n || ${id}::text, ${admin.userId}, now(),
      case when n % 2 = 0 then now() end from generate_series(1, ${Math.min(count, 300)}::int) n`,
};
