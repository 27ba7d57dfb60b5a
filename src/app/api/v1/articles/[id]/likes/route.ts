// Who likes an article: readers.
import { articleNotFound } from "@/server/articles/read";
import { defineResource, operation } from "@/server/http/define-resource";
import { listAnswer, pageMeta } from "@/server/http/pagination";
import { idParams } from "@/server/http/path-params";
import { likerRepresentation } from "@/server/likes/representation";
import { listLikers as listSchema } from "@/server/likes/schema";
import { listLikers } from "@/server/likes/service";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listLikers",
    summary: "List who likes an article",
    section: "Likes",
    permission: "read",
    params: idParams,
    notFound: articleNotFound,
    query: listSchema,
    data: likerRepresentation.array(),
    meta: pageMeta,
    handle: async ({ context, params, query, request }) =>
      listAnswer(request, await listLikers(context, params.id, query), query),
  }),
});
