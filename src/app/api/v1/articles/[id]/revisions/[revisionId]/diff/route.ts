// What differs between a revision and another one: readers.
import { revisionDiff } from "@/server/articles/revision-response-schema";
import { diffRevision as diffSchema } from "@/server/articles/revision-schema";
import { diffRevision, revisionNotFound } from "@/server/articles/revisions";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { revisionParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "diffRevision",
    summary: "Compare a revision with another one",
    description: "Always from the older of the two to the newer, whichever is named first.",
    section: "Revisions",
    permission: "read",
    params: revisionParams,
    notFound: revisionNotFound,
    query: diffSchema,
    data: revisionDiff,
    handle: async ({ context, params, query }) =>
      ok(await diffRevision(context, params.id, params.revisionId, query)),
  }),
});
