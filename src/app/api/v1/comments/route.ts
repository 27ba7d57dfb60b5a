// Comments of all articles: readers see approved ones; editors and admins all, to decide about them.
import { listAllComments } from "@/server/comments/moderation";
import { commentResponse } from "@/server/comments/response-schema";
import { listAllComments as listSchema } from "@/server/comments/schema";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listComments",
    summary: "List comments of all articles, newest first",
    description: "Who may not delete comments sees approved ones alone.",
    section: "Comments",
    permission: "read",
    query: listSchema,
    data: commentResponse.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) =>
      listResult(request, await listAllComments(context, query), query),
  }),
});
