// Archives an article: its author, editors and admins.
import { articleNotFound } from "@/server/articles/read";
import { articleRepresentation } from "@/server/articles/representation";
import { archiveArticle } from "@/server/articles/status";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedAnswer } from "@/server/pipeline/etag-answer";
import { idParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "archiveArticle",
    summary: "Archive an article",
    section: "Articles",
    permission: "write",
    params: idParams,
    notFound: articleNotFound,
    conditional: true,
    data: articleRepresentation,
    errors: ["already_archived"],
    handle: async ({ context, params, versions }) =>
      versionedAnswer(await archiveArticle(context, params.id, { versions })),
  }),
});
