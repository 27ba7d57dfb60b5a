// Where imported articles come from: readers.
import { articleSourceResponse } from "@/server/articles/source-response-schema";
import { listSources as listSchema } from "@/server/articles/source-schema";
import { listArticleSources } from "@/server/articles/sources";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { cursorMeta, nextLink } from "@/server/pipeline/pagination";
import { ok } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listArticleSources",
    summary: "List what an importer has brought in, by path",
    section: "Articles",
    permission: "read",
    query: listSchema,
    data: articleSourceResponse.array(),
    meta: cursorMeta,
    handle: async ({ context, query, request }) => {
      const { items, nextCursor } = await listArticleSources(context, query);
      const headers = nextCursor ? nextLink(request, { cursor: nextCursor }) : {};
      return ok(items, { meta: { limit: query.limit, nextCursor }, headers });
    },
  }),
});
