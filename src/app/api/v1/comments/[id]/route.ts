// One comment: readers of its article read it; whoever wrote it changes its text; editors and admins decide about it.
import { updateComment } from "@/server/comments/moderation";
import { commentResponse as data } from "@/server/comments/response-schema";
import { updateComment as updateSchema } from "@/server/comments/schema";
import { deleteComment, getComment, commentNotFound as notFound } from "@/server/comments/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent } from "@/server/pipeline/responses";

const shared = { section: "Comments", params: idParams, notFound, conditional: true } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getComment",
    summary: "Read a comment",
    permission: "public",
    data,
    handle: async ({ context, params }) => versionedResult(await getComment(context, params.id)),
  }),
  PATCH: operation({
    ...shared,
    id: "updateComment",
    summary: "Approve or reject a comment, or change the text of one's own",
    permission: "write",
    body: updateSchema,
    data,
    handle: async ({ context, params, body, versions }) =>
      versionedResult(await updateComment(context, params.id, body, { versions })),
  }),
  DELETE: operation({
    ...shared,
    id: "deleteComment",
    summary: "Delete a comment",
    permission: "write",
    status: 204,
    handle: ({ context, params, versions }) =>
      deleteComment(context, params.id, { versions }).then(noContent),
  }),
});
