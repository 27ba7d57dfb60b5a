// Comments of an article: readers and publishable keys list; authors, editors and admins write.
import { articleNotFound } from "@/server/articles/read";
import { commentResponse } from "@/server/comments/response-schema";
import { createComment as createSchema, listComments as listSchema } from "@/server/comments/schema";
import { createComment, listComments } from "@/server/comments/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { idParams } from "@/server/pipeline/path-params";
import { created } from "@/server/pipeline/responses";

const shared = { section: "Comments", params: idParams, notFound: articleNotFound } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "listArticleComments",
    summary: "List an article's comments",
    permission: "public",
    query: listSchema,
    data: commentResponse.array(),
    meta: pageMeta,
    handle: async ({ context, params, query, request }) =>
      listResult(request, await listComments(context, params.id, query), query),
  }),
  POST: operation({
    ...shared,
    id: "createComment",
    summary: "Comment on an article",
    permission: "write",
    body: createSchema,
    status: 201,
    data: commentResponse,
    errors: ["quota_exceeded"],
    handle: async ({ context, params, body }) => {
      const comment = await createComment(context, params.id, body.body);
      return created(`/api/v1/comments/${comment.id}`, comment, comment);
    },
  }),
});
