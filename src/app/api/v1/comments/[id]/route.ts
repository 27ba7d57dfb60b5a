// One comment: whoever wrote it, editors and admins delete it; readers of its article read it.
import { commentRepresentation } from "@/server/comments/representation";
import { commentNotFound, deleteComment, getComment } from "@/server/comments/service";
import { noContent, ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { idParams } from "@/server/http/path-params";

const shared = { section: "Comments", params: idParams, notFound: commentNotFound } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getComment",
    summary: "Read a comment",
    permission: "public",
    data: commentRepresentation,
    handle: async ({ context, params }) => ok(await getComment(context, params.id)),
  }),
  DELETE: operation({
    ...shared,
    id: "deleteComment",
    summary: "Delete a comment",
    permission: "write",
    status: 204,
    handle: async ({ context, params }) => {
      await deleteComment(context, params.id);
      return noContent();
    },
  }),
});
