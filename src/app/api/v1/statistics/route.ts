// The organisation in figures: readers.
import { ok } from "@/server/pipeline/answers";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { statisticsRepresentation } from "@/server/statistics/representation";
import { getStatistics } from "@/server/statistics/service";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "getStatistics",
    summary: "Read the organisation's figures",
    section: "Organisation",
    permission: "read",
    data: statisticsRepresentation,
    handle: async ({ context }) => ok(await getStatistics(context)),
  }),
});
