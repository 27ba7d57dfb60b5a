// Where imported articles come from: readers.
import { articleSourceRepresentation } from "@/server/articles/source-representation";
import { listSources as listSchema } from "@/server/articles/source-schema";
import { listArticleSources } from "@/server/articles/sources";
import { ok } from "@/server/pipeline/answers";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { cursorMeta, nextLink } from "@/server/pipeline/pagination";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listArticleSources",
    summary: "List what an importer has brought in, by path",
    section: "Articles",
    permission: "read",
    query: listSchema,
    data: articleSourceRepresentation.array(),
    meta: cursorMeta,
    handle: async ({ context, query, request }) => {
      const { items, nextCursor } = await listArticleSources(context, query);
      const headers = nextCursor ? nextLink(request, { cursor: nextCursor }) : {};
      return ok(items, { meta: { limit: query.limit, nextCursor }, headers });
    },
  }),
});
