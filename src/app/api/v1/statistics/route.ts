// The organisation in figures: readers.

import { defineResource, operation } from "@/server/pipeline/define-resource";
import { ok } from "@/server/pipeline/responses";
import { statisticsResponse } from "@/server/statistics/response-schema";
import { getStatistics } from "@/server/statistics/service";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "getStatistics",
    summary: "Read the organisation's figures",
    section: "Organisation",
    permission: "read",
    data: statisticsResponse,
    handle: async ({ context }) => ok(await getStatistics(context)),
  }),
});
