import { createApiKey, listApiKeys } from "@/server/api-keys/service";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Make, Resource, Scenario } from "../support/resources/resource";
import { staffOnly } from "../support/resources/restrictions";
import { prepare, send } from "../support/resources/scenario";

const apiKey: Make = async ({ tenant }) => ({
  id: (await createApiKey(tenant.admin.context, { name: "Secret", kind: "secret", role: "viewer" })).id,
});

/** Asks about a key that was revoked meanwhile. */
const ended: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const target = prepared.target.replace(/\/rotate$/, "");
  await world.ask("DELETE", target, { key: world.tenant.secretKeys.admin });
  return send(world, prepared);
};

export const resource: Resource = {
  operations: {
    "GET /api/v1/api-keys": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      cost: [2, 1],
      variants: ["", "?limit=5&offset=5"],
    },
    "POST /api/v1/api-keys": {
      ok: 201,
      allowed: actorsWhoMay.admin,
      body: { name: "New", kind: "secret", role: "viewer" },
      fields: ["name", "kind", "role", "expiresAt", "rateLimitPerMinute"],
      cost: [3, 2],
    },
    "GET /api/v1/api-keys/[id]": { ok: 200, allowed: actorsWhoMay.admin, given: apiKey, cost: [1, 1] },
    "PATCH /api/v1/api-keys/[id]": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      given: apiKey,
      body: { name: "Changed" },
      fields: ["name", "expiresAt", "rateLimitPerMinute"],
      cost: [4, 3],
      answers: { "409 api_key_ended": ended },
    },
    "DELETE /api/v1/api-keys/[id]": {
      ok: 204,
      allowed: actorsWhoMay.admin,
      given: apiKey,
      cost: [3, 3],
      note: "revokes it",
    },
    "POST /api/v1/api-keys/[id]/rotate": {
      ok: 201,
      allowed: actorsWhoMay.admin,
      given: apiKey,
      body: { overlapSeconds: 60 },
      fields: ["overlapSeconds"],
      cost: [6, 4],
      answers: { "409 api_key_ended": ended },
    },
  },
  pages: { "/settings/api-keys": { audience: "staff", allowed: peopleWhoMay.admin } },
  actions: {
    createApiKeyAction: {
      allowed: peopleWhoMay.admin,
      form: () => ({ name: "New", kind: "secret", role: "viewer", expiresInDays: "" }),
    },
    rotateApiKeyAction: {
      allowed: peopleWhoMay.admin,
      given: apiKey,
      owned: true,
      form: ({ id = "" }) => ({ id, overlapSeconds: "3600" }),
    },
    revokeApiKeyAction: {
      allowed: peopleWhoMay.admin,
      given: apiKey,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
  },
  tables: {
    api_keys: {
      rights: "insert select",
      references: ["api_keys", "members"],
      restrictions: { staff_only: staffOnly },
    },
  },
  pageReads: {
    listApiKeys: ({ tenant }) => listApiKeys(tenant.admin.context, { limit: 100, offset: 0 }),
  },
  fill: ({ admin }, index) =>
    createApiKey(admin.context, { name: `Key ${index}`, kind: "secret", role: "viewer" }),
  crowd: (sql, { tenant: { id, admin } }, count) => sql`
    insert into api_keys (tenant_id, id, name, kind, role, hash, hint, created_by)
    select ${id}, uuidv7(n * interval '-1 minute'), 'Key', 'secret', 'viewer', n || ${id}::text, 'xxxx', ${admin.userId}
    from generate_series(1, ${Math.min(count, 300)}::int) n`,
};
