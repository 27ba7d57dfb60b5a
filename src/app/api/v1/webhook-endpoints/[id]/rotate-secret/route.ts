// Gives a webhook endpoint a new secret: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { idParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";
import { webhookEndpointNotFound as notFound, rotateWebhookSecret } from "@/server/webhooks/endpoints";
import {
  newWebhookEndpointResponse as data,
  serializeWebhookEndpoint,
} from "@/server/webhooks/response-schema";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "rotateWebhookSecret",
    summary: "Replace the secret of a webhook endpoint",
    description: "For 24 hours each delivery has two signatures, by the new secret and by the old one.",
    section: "Webhooks",
    permission: "admin",
    params: idParams,
    notFound,
    conditional: true,
    data,
    handle: async ({ context, params, versions }) => {
      const rotated = await rotateWebhookSecret(context, params.id, { versions });
      return ok(serializeWebhookEndpoint(rotated), { version: rotated.version });
    },
  }),
});
