// One revision of an article, with its content: readers.
import { revisionRepresentation } from "@/server/articles/revision-representation";
import { getRevision, revisionNotFound } from "@/server/articles/revisions";
import { ok } from "@/server/pipeline/answers";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { revisionParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "getRevision",
    summary: "Read a revision",
    section: "Revisions",
    permission: "read",
    params: revisionParams,
    notFound: revisionNotFound,
    data: revisionRepresentation,
    handle: async ({ context, params }) => ok(await getRevision(context, params.id, params.revisionId)),
  }),
});
