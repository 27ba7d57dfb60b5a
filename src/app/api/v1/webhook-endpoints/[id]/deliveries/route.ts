// Deliveries of a webhook endpoint: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { idParams } from "@/server/pipeline/path-params";
import { listDeliveries } from "@/server/webhooks/deliveries";
import { webhookEndpointNotFound as notFound } from "@/server/webhooks/endpoints";
import { deliveryResponse } from "@/server/webhooks/response-schema";
import { listDeliveries as listSchema } from "@/server/webhooks/schema";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listWebhookDeliveries",
    summary: "List the deliveries of a webhook endpoint, newest first",
    section: "Webhooks",
    permission: "admin",
    params: idParams,
    notFound,
    query: listSchema,
    data: deliveryResponse.array(),
    meta: pageMeta,
    handle: async ({ context, params, query, request }) =>
      listResult(request, await listDeliveries(context, params.id, query), query),
  }),
});
