// Full-text search in articles: readers and, in published ones, publishable keys.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { mapPage } from "@/server/platform/paging";
import { searchHitResponse, serializeHit } from "@/server/search/response-schema";
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
    data: searchHitResponse.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) =>
      listResult(request, mapPage(await searchArticles(context, query), serializeHit), query),
  }),
});
