// Sends a test event to a webhook endpoint: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { idParams } from "@/server/pipeline/path-params";
import { created } from "@/server/pipeline/responses";
import { sendTestEvent } from "@/server/webhooks/deliveries";
import { webhookEndpointNotFound as notFound } from "@/server/webhooks/endpoints";
import { deliveryResponse as data } from "@/server/webhooks/response-schema";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "testWebhookEndpoint",
    summary: "Send a test event to a webhook endpoint",
    description: "Sends `webhook_endpoint.tested`, whatever types the endpoint wants.",
    section: "Webhooks",
    permission: "admin",
    params: idParams,
    notFound,
    status: 201,
    data,
    errors: ["webhook_endpoint_paused"],
    handle: async ({ context, params }) => {
      const delivery = await sendTestEvent(context, params.id);
      return created(`/api/v1/webhook-endpoints/${params.id}/deliveries/${delivery.id}`, delivery);
    },
  }),
});
