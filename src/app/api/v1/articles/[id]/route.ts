// One article: readers and publishable keys read; authors change their own, editors and admins all; the latter two delete.
import { presentArticle } from "@/server/articles/present";
import { articleNotFound, getArticle } from "@/server/articles/read";
import { updateArticle as updateSchema } from "@/server/articles/schema";
import { deleteArticle, updateArticle } from "@/server/articles/write";
import { noContent, ok } from "@/server/http/answers";
import { defineResource, operation } from "@/server/http/define-resource";
import { etagOf, isNotModified } from "@/server/http/etag";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    permission: "public",
    notFound: articleNotFound,
    handle: async ({ context, params, request }) => {
      const article = await getArticle(context, params.id);
      const headers = { ETag: etagOf(article.version) };
      if (isNotModified(request, article.version)) return { status: 304, headers };
      return ok(presentArticle(article), { headers });
    },
  }),
  PATCH: operation({
    permission: "write",
    notFound: articleNotFound,
    body: updateSchema,
    handle: async ({ context, params, body, versions }) => {
      const article = await updateArticle(context, params.id, body, { versions });
      return ok(presentArticle(article), { headers: { ETag: etagOf(article.version) } });
    },
  }),
  DELETE: operation({
    permission: "delete",
    notFound: articleNotFound,
    handle: async ({ context, params, versions }) => {
      await deleteArticle(context, params.id, { versions });
      return noContent();
    },
  }),
});
