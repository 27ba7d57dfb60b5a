// One comment: whoever wrote it, editors and admins delete it; readers of its article read it.
import { commentNotFound, deleteComment, getComment } from "@/server/comments/service";
import { noContent, ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    permission: "public",
    notFound: commentNotFound,
    handle: async ({ context, params }) => ok(await getComment(context, params.id)),
  }),
  DELETE: operation({
    permission: "write",
    notFound: commentNotFound,
    handle: async ({ context, params }) => {
      await deleteComment(context, params.id);
      return noContent();
    },
  }),
});
