// Publishes an article: its author, editors and admins.
import { articleNotFound } from "@/server/articles/read";
import { articleResponse } from "@/server/articles/response-schema";
import { publishArticle } from "@/server/articles/status";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "publishArticle",
    summary: "Publish an article",
    section: "Articles",
    permission: "write",
    params: idParams,
    notFound: articleNotFound,
    conditional: true,
    data: articleResponse,
    errors: ["already_published"],
    handle: async ({ context, params, versions }) =>
      versionedResult(await publishArticle(context, params.id, { versions })),
  }),
});
