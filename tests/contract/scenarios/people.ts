import { hashToken } from "@/server/auth/tokens";
import { addMember, anEmail, createTenant } from "../../support/factories";
import { prepare, type Scenario, type Scenarios, send } from "./scenario";

/** Asks about the one admin that there is. */
const aboutLastAdmin: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const target = prepared.target.replace(/[^/]+$/, world.tenant.admin.userId);
  return send(world, { ...prepared, target });
};

export const people: Scenarios = {
  updateMember: { "409 last_admin": aboutLastAdmin },
  removeMember: {
    "409 last_admin": aboutLastAdmin,
    "200": async ({ ask, tenant }) => {
      const { userId, token } = await addMember(tenant.admin.context, "admin");
      await ask("POST", "/api/v1/api-keys", { session: token, body: { name: "Site", kind: "publishable" } });
      return ask("DELETE", `/api/v1/members/${userId}`, { key: tenant.secretKeys.admin });
    },
  },
  invite: {
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
  updateOrganisation: {
    "409 slug_taken": async (world, operation) => {
      const { slug } = await createTenant("Another");
      return send(world, await prepare(world, operation), { body: { slug } });
    },
  },
  endMySession: {
    "204": async ({ ask, tenant }) => {
      const { token } = await addMember(tenant.admin.context, "author");
      return ask("DELETE", `/api/v1/me/sessions/${hashToken(token)}`, { session: token });
    },
  },
};
