// Full-text search in articles: readers and, in published ones, publishable keys.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listAnswer, pageMeta } from "@/server/pipeline/pagination";
import { presentPage } from "@/server/platform/output";
import { presentHit, searchHitRepresentation } from "@/server/search/representation";
import { searchQuery } from "@/server/search/schema";
import { searchArticles } from "@/server/search/service";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "search",
    summary: "Search articles by their words",
    description:
      "Best matches first. Words that more than 200 articles have are looked for in the 200 of them that were changed last; `meta.total` counts no further.",
    section: "Search",
    permission: "public",
    query: searchQuery,
    data: searchHitRepresentation.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) =>
      listAnswer(request, presentPage(await searchArticles(context, query), presentHit), query),
  }),
});
