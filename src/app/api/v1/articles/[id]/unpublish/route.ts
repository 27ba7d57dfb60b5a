// Makes a published article a draft again: its author, editors and admins.
import { articleNotFound } from "@/server/articles/read";
import { articleResponse } from "@/server/articles/response-schema";
import { unpublishArticle } from "@/server/articles/status";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "unpublishArticle",
    summary: "Make a published article a draft again",
    section: "Articles",
    permission: "write",
    params: idParams,
    notFound: articleNotFound,
    conditional: true,
    data: articleResponse,
    errors: ["not_published"],
    handle: async ({ context, params, versions }) =>
      versionedResult(await unpublishArticle(context, params.id, { versions })),
  }),
});
