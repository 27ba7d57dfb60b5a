// One's own like of an article: readers read it; authors, editors and admins set it.
import { articleNotFound } from "@/server/articles/read";
import { likeResponse } from "@/server/likes/response-schema";
import { getLike, setLike } from "@/server/likes/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { idParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";

const shared = {
  section: "Likes",
  params: idParams,
  notFound: articleNotFound,
  data: likeResponse,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    permission: "read",
    id: "getLike",
    summary: "Learn whether one likes an article",
    handle: async ({ context, params }) => ok(await getLike(context, params.id)),
  }),
  PUT: operation({
    ...shared,
    permission: "write",
    id: "likeArticle",
    summary: "Like an article",
    handle: async ({ context, params }) => ok(await setLike(context, params.id, true)),
  }),
  DELETE: operation({
    ...shared,
    permission: "write",
    id: "unlikeArticle",
    summary: "Like an article no longer",
    handle: async ({ context, params }) => ok(await setLike(context, params.id, false)),
  }),
});
