// One webhook endpoint: admins.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent } from "@/server/pipeline/responses";
import {
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  webhookEndpointNotFound as notFound,
  updateWebhookEndpoint,
} from "@/server/webhooks/endpoints";
import { webhookEndpointResponse as data, serializeWebhookEndpoint } from "@/server/webhooks/response-schema";
import { updateWebhookEndpoint as updateSchema } from "@/server/webhooks/schema";

const shared = {
  section: "Webhooks",
  permission: "admin",
  params: idParams,
  notFound,
  conditional: true,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getWebhookEndpoint",
    summary: "Read a webhook endpoint",
    data,
    handle: async ({ context, params }) =>
      versionedResult(serializeWebhookEndpoint(await getWebhookEndpoint(context, params.id))),
  }),
  PATCH: operation({
    ...shared,
    id: "updateWebhookEndpoint",
    summary: "Change, pause or resume a webhook endpoint",
    description:
      "What happens while it is paused is sent when it is active again, if that is within 30 days.",
    body: updateSchema,
    data,
    handle: async ({ context, params, body, versions }) =>
      versionedResult(
        serializeWebhookEndpoint(await updateWebhookEndpoint(context, params.id, body, { versions })),
      ),
  }),
  DELETE: operation({
    ...shared,
    id: "deleteWebhookEndpoint",
    summary: "Delete a webhook endpoint and the log of its deliveries",
    status: 204,
    handle: ({ context, params, versions }) =>
      deleteWebhookEndpoint(context, params.id, { versions }).then(noContent),
  }),
});
