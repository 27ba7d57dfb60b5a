// Brings a revision's text back as a new one: the article's author, editors and admins.
import { articleResponse } from "@/server/articles/response-schema";
import { restoreRevision, revisionNotFound } from "@/server/articles/revisions";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { revisionParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "restoreRevision",
    summary: "Restore a revision",
    description:
      "Brings its title, content and tags back, as a new revision. The slug stays: links lead to it.",
    section: "Revisions",
    permission: "write",
    params: revisionParams,
    notFound: revisionNotFound,
    conditional: true,
    data: articleResponse,
    errors: ["article_not_found", "quota_exceeded"],
    handle: async ({ context, params, versions }) =>
      versionedResult(await restoreRevision(context, params.id, params.revisionId, { versions })),
  }),
});
