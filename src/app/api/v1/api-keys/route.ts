// API keys: admins.
import { presentApiKey, presentNewApiKey } from "@/server/api-keys/representation";
import { createApiKey as createSchema, listApiKeys as listSchema } from "@/server/api-keys/schema";
import { createApiKey, listApiKeys } from "@/server/api-keys/service";
import { created } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { etagOf } from "@/server/http/etag";
import { listAnswer } from "@/server/http/pagination";
import { presentPage } from "@/server/platform/output";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    permission: "admin",
    query: listSchema,
    handle: async ({ context, query, request }) =>
      listAnswer(request, presentPage(await listApiKeys(context, query), presentApiKey), query),
  }),
  POST: operation({
    permission: "admin",
    body: createSchema,
    handle: async ({ context, body }) => {
      const made = await createApiKey(context, body);
      return created(`/api/v1/api-keys/${made.id}`, presentNewApiKey(made), { ETag: etagOf(made.version) });
    },
  }),
});
