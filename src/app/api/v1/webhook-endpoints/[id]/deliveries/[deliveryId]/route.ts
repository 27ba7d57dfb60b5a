// One delivery of a webhook endpoint, with its attempts: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { deliveryParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";
import { getDelivery, deliveryNotFound as notFound } from "@/server/webhooks/deliveries";
import { deliveryDetailsResponse as data } from "@/server/webhooks/response-schema";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "getWebhookDelivery",
    summary: "Read a delivery, what is sent and what came of each attempt",
    section: "Webhooks",
    permission: "admin",
    params: deliveryParams,
    notFound,
    data,
    handle: async ({ context, params }) => ok(await getDelivery(context, params.id, params.deliveryId)),
  }),
});
