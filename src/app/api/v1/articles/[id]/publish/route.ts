// Publishes an article: its author, editors and admins.
import { articleNotFound } from "@/server/articles/read";
import { articleRepresentation } from "@/server/articles/representation";
import { publishArticle } from "@/server/articles/status";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedAnswer } from "@/server/pipeline/etag-answer";
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
    data: articleRepresentation,
    errors: ["already_published"],
    handle: async ({ context, params, versions }) =>
      versionedAnswer(await publishArticle(context, params.id, { versions })),
  }),
});
