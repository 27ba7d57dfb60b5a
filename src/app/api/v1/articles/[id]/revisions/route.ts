// Revisions of an article, newest first: readers.
import { articleNotFound } from "@/server/articles/read";
import { revisionSummary } from "@/server/articles/revision-response-schema";
import { listRevisions as listSchema } from "@/server/articles/revision-schema";
import { listRevisions } from "@/server/articles/revisions";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { idParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listRevisions",
    summary: "List the revisions of an article",
    description:
      "Newest first: each saved text of the article, the current one included, without the content.",
    section: "Revisions",
    permission: "read",
    params: idParams,
    notFound: articleNotFound,
    query: listSchema,
    data: revisionSummary.array(),
    meta: pageMeta,
    handle: async ({ context, params, query, request }) =>
      listResult(request, await listRevisions(context, params.id, query), query),
  }),
});
