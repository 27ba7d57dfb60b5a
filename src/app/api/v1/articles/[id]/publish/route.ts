// Publishes an article: its author, editors and admins.
import { presentArticle } from "@/server/articles/present";
import { articleNotFound } from "@/server/articles/read";
import { publishArticle } from "@/server/articles/write";
import { ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { etagOf } from "@/server/http/etag";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    permission: "write",
    notFound: articleNotFound,
    handle: async ({ context, params, versions }) => {
      const article = await publishArticle(context, params.id, { versions });
      return ok(presentArticle(article), { headers: { ETag: etagOf(article.version) } });
    },
  }),
});
