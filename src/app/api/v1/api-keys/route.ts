// API keys: admins.
import { apiKeyResponse, newApiKeyResponse, serializeApiKey } from "@/server/api-keys/response-schema";
import { createApiKey as createSchema, listApiKeys as listSchema } from "@/server/api-keys/schema";
import { createApiKey, listApiKeys } from "@/server/api-keys/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { created } from "@/server/pipeline/responses";
import { mapPage } from "@/server/platform/paging";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listApiKeys",
    summary: "List API keys, revoked ones too",
    section: "API keys",
    permission: "admin",
    query: listSchema,
    data: apiKeyResponse.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) =>
      listResult(request, mapPage(await listApiKeys(context, query), serializeApiKey), query),
  }),
  POST: operation({
    id: "createApiKey",
    summary: "Make an API key",
    section: "API keys",
    permission: "admin",
    body: createSchema,
    status: 201,
    data: newApiKeyResponse,
    handle: async ({ context, body }) => {
      const made = await createApiKey(context, body);
      return created(`/api/v1/api-keys/${made.id}`, serializeApiKey(made), made);
    },
  }),
});
