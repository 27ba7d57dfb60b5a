// Background jobs of the organisation: admins.
import { jobResponse, listJobs as listSchema } from "@/server/jobs/schema";
import { listJobs } from "@/server/jobs/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listJobs",
    summary: "List background jobs, newest first; totals are counted up to 10,000",
    section: "Jobs",
    permission: "admin",
    query: listSchema,
    data: jobResponse.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) => listResult(request, await listJobs(context, query), query),
  }),
});
