// One tag: readers read; editors and admins rename it and take it from all articles.

import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent } from "@/server/pipeline/responses";
import { tagResponse as data } from "@/server/tags/response-schema";
import { nameTag } from "@/server/tags/schema";
import { deleteTag, getTag, tagNotFound as notFound, renameTag } from "@/server/tags/service";

const shared = { section: "Tags", params: idParams, notFound, conditional: true } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getTag",
    summary: "Read a tag",
    permission: "read",
    data,
    handle: async ({ context, params }) => versionedResult(await getTag(context, params.id)),
  }),
  PATCH: operation({
    ...shared,
    id: "renameTag",
    summary: "Rename a tag in all articles; its slug follows",
    permission: "delete",
    body: nameTag,
    data,
    errors: ["slug_taken"],
    handle: async ({ context, params, body, versions }) =>
      versionedResult(await renameTag(context, params.id, body, { versions })),
  }),
  DELETE: operation({
    ...shared,
    id: "deleteTag",
    summary: "Take a tag from all articles",
    permission: "delete",
    status: 204,
    handle: ({ context, params, versions }) => deleteTag(context, params.id, { versions }).then(noContent),
  }),
});
