// Comments of an article: readers and publishable keys list; authors, editors and admins write.
import { articleNotFound } from "@/server/articles/read";
import { createComment as createSchema, listComments as listSchema } from "@/server/comments/schema";
import { createComment, listComments } from "@/server/comments/service";
import { created } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { listAnswer } from "@/server/http/pagination";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    permission: "public",
    notFound: articleNotFound,
    query: listSchema,
    handle: async ({ context, params, query, request }) =>
      listAnswer(request, await listComments(context, params.id, query), query),
  }),
  POST: operation({
    permission: "write",
    notFound: articleNotFound,
    body: createSchema,
    handle: async ({ context, params, body }) => {
      const comment = await createComment(context, params.id, body.body);
      return created(`/api/v1/comments/${comment.id}`, comment);
    },
  }),
});
