// API keys: admins.
import {
  apiKeyRepresentation,
  newApiKeyRepresentation,
  presentApiKey,
} from "@/server/api-keys/representation";
import { createApiKey as createSchema, listApiKeys as listSchema } from "@/server/api-keys/schema";
import { createApiKey, listApiKeys } from "@/server/api-keys/service";
import { created } from "@/server/pipeline/answers";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listAnswer, pageMeta } from "@/server/pipeline/pagination";
import { presentPage } from "@/server/platform/output";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listApiKeys",
    summary: "List API keys, revoked ones too",
    section: "API keys",
    permission: "admin",
    query: listSchema,
    data: apiKeyRepresentation.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) =>
      listAnswer(request, presentPage(await listApiKeys(context, query), presentApiKey), query),
  }),
  POST: operation({
    id: "createApiKey",
    summary: "Make an API key",
    section: "API keys",
    permission: "admin",
    body: createSchema,
    status: 201,
    data: newApiKeyRepresentation,
    handle: async ({ context, body }) => {
      const made = await createApiKey(context, body);
      return created(`/api/v1/api-keys/${made.id}`, presentApiKey(made), made);
    },
  }),
});
