import * as deliveries from "@/db/repositories/webhook-deliveries";
import { withTenant } from "@/server/platform/database";
import { listDeliveries, sendTestEvent } from "@/server/webhooks/deliveries";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from "@/server/webhooks/endpoints";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Make, Resource, Scenario } from "../support/resources/resource";
import { staffOnly } from "../support/resources/restrictions";
import { prepare, send } from "../support/resources/scenario";

const values = { description: "Secret", types: null, ordered: false };
const url = "https://example.org/hooks";

/** There may be twenty: some make room, but neither the first, which others go on with, nor the last. */
const endpoint: Make = async ({ tenant: { admin } }) => {
  const { items } = await listWebhookEndpoints(admin.context, { limit: 100, offset: 0 });
  for (const { id } of items.slice(6, -8)) await deleteWebhookEndpoint(admin.context, id);
  return { id: (await createWebhookEndpoint(admin.context, { url: `${url}?Secret`, ...values })).id };
};

const delivery: Make = async (owner) => {
  const { id = "" } = await endpoint(owner);
  return { id, deliveryId: (await sendTestEvent(owner.tenant.admin.context, id)).id };
};

/** It failed, and can be sent again. */
const failedDelivery: Make = async (owner) => {
  const ids = await delivery(owner);
  const { context } = owner.tenant.admin;
  const failed = { status: "failed", finishedAt: new Date() } as const;
  await withTenant(context, async (tx) => {
    const { tenantId } = context;
    const delivery = await deliveries.findById(tx, tenantId, ids.deliveryId ?? "");
    await deliveries.settle(tx, tenantId, ids.deliveryId ?? "", delivery?.jobId ?? "", failed);
  });
  return ids;
};

/** Asks about an endpoint that was paused meanwhile. */
const paused: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const [, id = ""] = /webhook-endpoints\/([^/]+)/.exec(prepared.target) ?? [];
  await updateWebhookEndpoint(world.tenant.admin.context, id, { status: "paused" });
  return send(world, prepared);
};

/** Asks for the one endpoint too many. */
const oneTooMany: Scenario = async (world, operation) => {
  const { context } = world.tenant.admin;
  const { items } = await listWebhookEndpoints(context, { limit: 100, offset: 0 });
  for (let count = items.length; count < 20; count++)
    await createWebhookEndpoint(context, { url, ...values });
  const answer = await send(world, await prepare(world, operation));
  for (const { id } of (await listWebhookEndpoints(context, { limit: 100, offset: 0 })).items)
    await deleteWebhookEndpoint(context, id);
  return answer;
};

/** Asks a second time, when it is on its way. */
const onItsWay: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  await send(world, prepared);
  return send(world, prepared);
};

const { admin } = actorsWhoMay;

export const resource: Resource = {
  operations: {
    "GET /api/v1/webhook-endpoints": {
      ok: 200,
      allowed: admin,
      cost: [2, 1],
      variants: ["", "?limit=5&offset=5"],
    },
    "POST /api/v1/webhook-endpoints": {
      ok: 201,
      allowed: admin,
      body: { url },
      fields: ["url", "description", "types", "ordered"],
      cost: [7, 7],
      answers: { "409 webhook_endpoint_limit": oneTooMany },
    },
    "GET /api/v1/webhook-endpoints/[id]": { ok: 200, allowed: admin, given: endpoint, cost: [1, 1] },
    "PATCH /api/v1/webhook-endpoints/[id]": {
      ok: 200,
      allowed: admin,
      given: endpoint,
      body: { description: "Changed" },
      fields: ["url", "description", "types", "ordered", "status"],
      cost: [3, 3],
    },
    "DELETE /api/v1/webhook-endpoints/[id]": { ok: 204, allowed: admin, given: endpoint, cost: [3, 3] },
    "POST /api/v1/webhook-endpoints/[id]/rotate-secret": {
      ok: 200,
      allowed: admin,
      given: endpoint,
      cost: [4, 4],
    },
    "POST /api/v1/webhook-endpoints/[id]/test": {
      ok: 201,
      allowed: admin,
      given: endpoint,
      cost: [6, 6],
      answers: { "409 webhook_endpoint_paused": paused },
    },
    "POST /api/v1/webhook-endpoints/[id]/replay": {
      ok: 200,
      allowed: admin,
      given: failedDelivery,
      body: { since: "2026-11-01T00:00:00Z" },
      fields: ["since", "until", "status"],
      cost: [5, 5],
      answers: { "409 webhook_endpoint_paused": paused },
    },
    "GET /api/v1/webhook-endpoints/[id]/deliveries": {
      ok: 200,
      allowed: admin,
      given: delivery,
      cost: [3, 1],
      variants: [
        { query: "", rowsMax: 11_000 },
        "?status=failed",
        { query: "?limit=5&offset=5", rowsMax: 11_000 },
      ],
    },
    "GET /api/v1/webhook-endpoints/[id]/deliveries/[deliveryId]": {
      ok: 200,
      allowed: admin,
      given: delivery,
      cost: [2, 1],
    },
    "POST /api/v1/webhook-endpoints/[id]/deliveries/[deliveryId]/replay": {
      ok: 200,
      allowed: admin,
      given: failedDelivery,
      cost: [6, 5],
      answers: { "409 webhook_endpoint_paused": paused, "409 delivery_pending": onItsWay },
    },
  },
  pages: {
    "/settings/webhooks": { audience: "staff", allowed: peopleWhoMay.admin },
    "/settings/webhooks/[id]": { audience: "staff", allowed: peopleWhoMay.admin, given: endpoint },
    "/settings/webhooks/[id]/deliveries/[deliveryId]": {
      audience: "staff",
      allowed: peopleWhoMay.admin,
      given: delivery,
    },
  },
  actions: {
    createWebhookEndpointAction: {
      allowed: peopleWhoMay.admin,
      form: () => ({ url, description: "", types: "" }),
    },
    updateWebhookEndpointAction: {
      allowed: peopleWhoMay.admin,
      given: endpoint,
      owned: true,
      form: ({ id = "" }) => ({ id, version: "1", url, description: "New", types: "" }),
    },
    switchWebhookEndpointAction: {
      allowed: peopleWhoMay.admin,
      given: endpoint,
      owned: true,
      form: ({ id = "" }) => ({ id, status: "paused" }),
    },
    rotateWebhookSecretAction: {
      allowed: peopleWhoMay.admin,
      given: endpoint,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
    testWebhookEndpointAction: {
      allowed: peopleWhoMay.admin,
      given: endpoint,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
    replayDeliveryAction: {
      allowed: peopleWhoMay.admin,
      given: failedDelivery,
      owned: true,
      form: ({ id = "", deliveryId = "" }) => ({ id, deliveryId }),
    },
    replayFailedAction: {
      allowed: peopleWhoMay.admin,
      given: failedDelivery,
      owned: true,
      form: ({ id = "" }) => ({ id, days: "30" }),
    },
    deleteWebhookEndpointAction: {
      allowed: peopleWhoMay.admin,
      given: endpoint,
      owned: true,
      form: ({ id = "" }) => ({ id }),
    },
  },
  tables: {
    webhook_endpoints: {
      rights: "delete insert select update",
      references: ["tenants"],
      restrictions: { staff_only: staffOnly },
    },
    webhook_deliveries: {
      rights: "insert select update",
      references: ["tenants"],
      restrictions: { staff_only: staffOnly },
    },
    webhook_attempts: {
      rights: "insert select",
      references: ["webhook_deliveries"],
      restrictions: { staff_only: staffOnly },
    },
  },
  pageReads: {
    listWebhookEndpoints: ({ tenant }) =>
      listWebhookEndpoints(tenant.admin.context, { limit: 100, offset: 0 }),
    listDeliveries: ({ tenant, articleId }) =>
      listDeliveries(tenant.admin.context, articleId, { limit: 25, offset: 0 }),
  },
  // The endpoint has the id of the article that all lists below one thing are asked for.
  crowd: async (sql, { tenant: { id }, articleId }, count) => {
    await sql`insert into webhook_endpoints (tenant_id, id, url, secret, position) values (${id}, ${articleId}, ${url}, 'x', 0)`;
    await sql`
      insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, event_type, body, status, created_at)
      select ${id}, uuidv7(n * interval '-1 minute'), ${articleId}, uuidv7(n * interval '-1 minute'), 'article.created', '{}',
        case when n > ${count - 20} then 'failed' else 'delivered' end, now() - n * interval '1 minute'
      from generate_series(1, ${count}::int) n`;
  },
};
