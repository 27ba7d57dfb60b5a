// Sends one delivery again: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { deliveryParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";
import { deliveryNotFound as notFound, replayDelivery } from "@/server/webhooks/deliveries";
import { deliveryResponse as data } from "@/server/webhooks/response-schema";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "replayWebhookDelivery",
    summary: "Send a delivery again, whatever became of it",
    section: "Webhooks",
    permission: "admin",
    params: deliveryParams,
    notFound,
    data,
    errors: ["delivery_pending", "webhook_endpoint_paused"],
    handle: async ({ context, params }) => ok(await replayDelivery(context, params.id, params.deliveryId)),
  }),
});
