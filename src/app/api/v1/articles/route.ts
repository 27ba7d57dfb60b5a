// Articles: readers and publishable keys list; authors, editors and admins create.
import { onlyFields } from "@/server/articles/only-fields";
import { listArticles as list } from "@/server/articles/read";
import { articleResponse, listedArticleResponse } from "@/server/articles/response-schema";
import { createArticle as createSchema, listArticles as listSchema } from "@/server/articles/schema";
import { createArticle as create } from "@/server/articles/write";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { created } from "@/server/pipeline/responses";
import { articlesTag } from "@/server/platform/generations";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listArticles",
    summary: "List articles",
    description: "A publishable key sees the published ones, whatever it asks for.",
    section: "Articles",
    permission: "public",
    query: listSchema,
    data: listedArticleResponse.array(),
    meta: pageMeta,
    cacheTags: articlesTag,
    handle: async ({ context, query, request }) => {
      const page = await list(context, query);
      const items = page.items.map((article) => onlyFields(article, query.fields));
      return { ...listResult(request, { ...page, items }, query), isCacheable: !page.isOfFormerTag };
    },
  }),
  POST: operation({
    id: "createArticle",
    summary: "Write an article",
    section: "Articles",
    permission: "write",
    body: createSchema,
    status: 201,
    data: articleResponse,
    errors: ["slug_taken", "source_taken", "already_published", "not_published", "quota_exceeded"],
    handle: async ({ context, body }) => {
      const article = await create(context, body);
      return created(`/api/v1/articles/${article.id}`, article, article);
    },
  }),
});
