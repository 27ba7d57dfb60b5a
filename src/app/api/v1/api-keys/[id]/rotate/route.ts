// Replaces an API key by a new one; the old one works for a while longer: admins.
import { newApiKeyResponse, serializeApiKey } from "@/server/api-keys/response-schema";
import { rotateApiKey as rotateSchema } from "@/server/api-keys/schema";
import { apiKeyNotFound, rotateApiKey } from "@/server/api-keys/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { idParams } from "@/server/pipeline/path-params";
import { created } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "rotateApiKey",
    summary: "Replace an API key by a new one",
    description:
      "The old one works for `overlapSeconds` longer, so that nothing has to change at the same moment.",
    section: "API keys",
    permission: "admin",
    params: idParams,
    notFound: apiKeyNotFound,
    conditional: true,
    body: rotateSchema,
    status: 201,
    data: newApiKeyResponse,
    errors: ["api_key_ended"],
    handle: async ({ context, params, body, versions }) => {
      const made = await rotateApiKey(context, params.id, body, { versions });
      return created(`/api/v1/api-keys/${made.id}`, serializeApiKey(made), made);
    },
  }),
});
