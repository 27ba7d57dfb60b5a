// The tenant's tags: readers.
import { listTags } from "@/server/articles/tags";
import { ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({ permission: "read", handle: async ({ context }) => ok(await listTags(context)) }),
});
