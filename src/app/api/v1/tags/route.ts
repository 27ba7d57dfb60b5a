// Tags: readers list; authors, editors and admins make them.

import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { created } from "@/server/pipeline/responses";
import { tagResponse as data } from "@/server/tags/response-schema";
import { listTags as listSchema, nameTag } from "@/server/tags/schema";
import { createTag, listTags } from "@/server/tags/service";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listTags",
    summary: "List tags by slug",
    section: "Tags",
    permission: "read",
    query: listSchema,
    data: data.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) => listResult(request, await listTags(context, query), query),
  }),
  POST: operation({
    id: "createTag",
    summary: "Make a tag; its slug is made of the name",
    section: "Tags",
    permission: "write",
    body: nameTag,
    status: 201,
    data,
    errors: ["slug_taken", "quota_exceeded"],
    handle: async ({ context, body }) => {
      const tag = await createTag(context, body);
      return created(`/api/v1/tags/${tag.id}`, tag, tag);
    },
  }),
});
