// One's own like of an article: authors, editors and admins.
import { articleNotFound } from "@/server/articles/read";
import { ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { idParams } from "@/server/http/path-params";
import { likeRepresentation } from "@/server/likes/representation";
import { setLike } from "@/server/likes/service";

const shared = {
  section: "Likes",
  permission: "write",
  params: idParams,
  notFound: articleNotFound,
  data: likeRepresentation,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  PUT: operation({
    ...shared,
    id: "likeArticle",
    summary: "Like an article",
    handle: async ({ context, params }) => ok(await setLike(context, params.id, true)),
  }),
  DELETE: operation({
    ...shared,
    id: "unlikeArticle",
    summary: "Like an article no longer",
    handle: async ({ context, params }) => ok(await setLike(context, params.id, false)),
  }),
});
