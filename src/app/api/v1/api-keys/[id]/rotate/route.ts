// Replaces an API key by a new one; the old one works for a while longer: admins.
import { presentNewApiKey } from "@/server/api-keys/representation";
import { rotateApiKey as rotateSchema } from "@/server/api-keys/schema";
import { apiKeyNotFound, rotateApiKey } from "@/server/api-keys/service";
import { created } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { etagOf } from "@/server/http/etag";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    permission: "admin",
    notFound: apiKeyNotFound,
    body: rotateSchema,
    handle: async ({ context, params, body, versions }) => {
      const made = await rotateApiKey(context, params.id, body, { versions });
      return created(`/api/v1/api-keys/${made.id}`, presentNewApiKey(made), { ETag: etagOf(made.version) });
    },
  }),
});
