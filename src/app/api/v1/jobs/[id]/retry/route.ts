// Retries a background job: admins.
import { jobResponse } from "@/server/jobs/schema";
import { jobNotFound, retryJob } from "@/server/jobs/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { idParams } from "@/server/pipeline/path-params";
import { ok } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "retryJob",
    summary: "Retry a background job that failed, or that waits for its next attempt, now",
    section: "Jobs",
    permission: "admin",
    params: idParams,
    notFound: jobNotFound,
    data: jobResponse,
    errors: ["job_not_retryable"],
    handle: async ({ context, params }) => ok(await retryJob(context, params.id)),
  }),
});
