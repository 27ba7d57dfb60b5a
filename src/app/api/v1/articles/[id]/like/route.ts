// One's own like of an article: authors, editors and admins.
import { articleNotFound } from "@/server/articles/read";
import { ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { setLike } from "@/server/likes/service";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  PUT: operation({
    permission: "write",
    notFound: articleNotFound,
    handle: async ({ context, params }) => ok(await setLike(context, params.id, true)),
  }),
  DELETE: operation({
    permission: "write",
    notFound: articleNotFound,
    handle: async ({ context, params }) => ok(await setLike(context, params.id, false)),
  }),
});
