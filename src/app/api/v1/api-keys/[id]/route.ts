// One API key: admins. DELETE revokes it; it stays in the list.
import { apiKeyResponse, serializeApiKey } from "@/server/api-keys/response-schema";
import { updateApiKey as updateSchema } from "@/server/api-keys/schema";
import { apiKeyNotFound, getApiKey, revokeApiKey, updateApiKey } from "@/server/api-keys/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent } from "@/server/pipeline/responses";

const shared = {
  section: "API keys",
  permission: "admin",
  params: idParams,
  notFound: apiKeyNotFound,
  conditional: true,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getApiKey",
    summary: "Read what is known of an API key",
    data: apiKeyResponse,
    handle: async ({ context, params }) =>
      versionedResult(serializeApiKey(await getApiKey(context, params.id))),
  }),
  PATCH: operation({
    ...shared,
    id: "updateApiKey",
    summary: "Change an API key's name, end or limit",
    body: updateSchema,
    data: apiKeyResponse,
    errors: ["api_key_ended"],
    handle: async ({ context, params, body, versions }) =>
      versionedResult(serializeApiKey(await updateApiKey(context, params.id, body, { versions }))),
  }),
  DELETE: operation({
    ...shared,
    id: "revokeApiKey",
    summary: "Revoke an API key at once",
    status: 204,
    handle: async ({ context, params, versions }) => {
      await revokeApiKey(context, params.id, { versions });
      return noContent();
    },
  }),
});
