// Sends the deliveries of a time again: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { idParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";
import { replayDeliveries } from "@/server/webhooks/deliveries";
import { webhookEndpointNotFound as notFound } from "@/server/webhooks/endpoints";
import { replayResponse as data } from "@/server/webhooks/response-schema";
import { replayDeliveries as replaySchema } from "@/server/webhooks/schema";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "replayWebhookDeliveries",
    summary: "Send the deliveries of a time again, those that failed or all",
    description: "The oldest first, 5,000 at most: go on from `next` of the answer.",
    section: "Webhooks",
    permission: "admin",
    params: idParams,
    notFound,
    body: replaySchema,
    data,
    errors: ["webhook_endpoint_paused"],
    handle: async ({ context, params, body }) => ok(await replayDeliveries(context, params.id, body)),
  }),
});
