// One background job: admins read and discard it.
import { jobResponse } from "@/server/jobs/schema";
import { discardJob, getJob, jobNotFound as notFound } from "@/server/jobs/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { idParams } from "@/server/pipeline/path-params";
import { noContent, ok } from "@/server/pipeline/responses";

const shared = { section: "Jobs", permission: "admin", params: idParams, notFound } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getJob",
    summary: "Read a background job",
    data: jobResponse,
    handle: async ({ context, params }) => ok(await getJob(context, params.id)),
  }),
  DELETE: operation({
    ...shared,
    id: "discardJob",
    summary: "Discard a background job: it is not done, or not tried, again",
    status: 204,
    errors: ["job_is_running"],
    handle: ({ context, params }) => discardJob(context, params.id).then(noContent),
  }),
});
