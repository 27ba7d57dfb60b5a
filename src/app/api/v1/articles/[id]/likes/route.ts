// Who likes an article: readers.
import { articleNotFound } from "@/server/articles/read";
import { likerResponse } from "@/server/likes/response-schema";
import { listLikers as listSchema } from "@/server/likes/schema";
import { listLikers } from "@/server/likes/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { idParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listLikers",
    summary: "List who likes an article",
    section: "Likes",
    permission: "read",
    params: idParams,
    notFound: articleNotFound,
    query: listSchema,
    data: likerResponse.array(),
    meta: pageMeta,
    handle: async ({ context, params, query, request }) =>
      listResult(request, await listLikers(context, params.id, query), query),
  }),
});
