// One revision of an article, with its content: readers.
import { revisionResponse } from "@/server/articles/revision-response-schema";
import { getRevision, revisionNotFound } from "@/server/articles/revisions";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { revisionParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "getRevision",
    summary: "Read a revision",
    section: "Revisions",
    permission: "read",
    params: revisionParams,
    notFound: revisionNotFound,
    data: revisionResponse,
    handle: async ({ context, params }) => ok(await getRevision(context, params.id, params.revisionId)),
  }),
});
