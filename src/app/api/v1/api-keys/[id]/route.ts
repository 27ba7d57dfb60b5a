// One API key: admins. DELETE revokes it; it stays in the list.
import { presentApiKey } from "@/server/api-keys/representation";
import { updateApiKey as updateSchema } from "@/server/api-keys/schema";
import { apiKeyNotFound, getApiKey, revokeApiKey, updateApiKey } from "@/server/api-keys/service";
import { noContent } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { changed, single } from "@/server/http/single";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    permission: "admin",
    notFound: apiKeyNotFound,
    handle: async ({ context, params, request }) => {
      const key = await getApiKey(context, params.id);
      return single(request, key, presentApiKey(key));
    },
  }),
  PATCH: operation({
    permission: "admin",
    notFound: apiKeyNotFound,
    body: updateSchema,
    handle: async ({ context, params, body, versions }) => {
      const key = await updateApiKey(context, params.id, body, { versions });
      return changed(key, presentApiKey(key));
    },
  }),
  DELETE: operation({
    permission: "admin",
    notFound: apiKeyNotFound,
    handle: async ({ context, params, versions }) => {
      await revokeApiKey(context, params.id, { versions });
      return noContent();
    },
  }),
});
