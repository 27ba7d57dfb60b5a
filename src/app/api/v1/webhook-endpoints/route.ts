// Webhook endpoints: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { created } from "@/server/pipeline/responses";
import { mapPage } from "@/server/platform/paging";
import { createWebhookEndpoint, listWebhookEndpoints } from "@/server/webhooks/endpoints";
import {
  newWebhookEndpointResponse,
  serializeWebhookEndpoint,
  webhookEndpointResponse,
} from "@/server/webhooks/response-schema";
import {
  createWebhookEndpoint as createSchema,
  listWebhookEndpoints as listSchema,
} from "@/server/webhooks/schema";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listWebhookEndpoints",
    summary: "List webhook endpoints",
    section: "Webhooks",
    permission: "admin",
    query: listSchema,
    data: webhookEndpointResponse.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) =>
      listResult(
        request,
        mapPage(await listWebhookEndpoints(context, query), serializeWebhookEndpoint),
        query,
      ),
  }),
  POST: operation({
    id: "createWebhookEndpoint",
    summary: "Add a webhook endpoint",
    description: "It gets what happens from then on, signed as Standard Webhooks says.",
    section: "Webhooks",
    permission: "admin",
    body: createSchema,
    status: 201,
    data: newWebhookEndpointResponse,
    errors: ["webhook_endpoint_limit"],
    handle: async ({ context, body }) => {
      const made = await createWebhookEndpoint(context, body);
      return created(`/api/v1/webhook-endpoints/${made.id}`, serializeWebhookEndpoint(made), made);
    },
  }),
});
