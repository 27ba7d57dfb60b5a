// The tenant's tags: readers.
import { listTags, tagRepresentation } from "@/server/articles/tags";
import { ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listTags",
    summary: "List tags",
    section: "Tags",
    permission: "read",
    data: tagRepresentation.array(),
    handle: async ({ context }) => ok(await listTags(context)),
  }),
});
