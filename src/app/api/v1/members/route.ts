// Members: readers list who works with them; admins also see mail addresses and who is suspended.

import { memberResponse, serializeMember } from "@/server/members/response-schema";
import { listMembers as listSchema } from "@/server/members/schema";
import { listMembers } from "@/server/members/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { mapPage } from "@/server/platform/paging";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listMembers",
    summary: "List members",
    description: "By id. Who isn't an admin sees active members, without their mail addresses.",
    section: "Members",
    permission: "read",
    query: listSchema,
    data: memberResponse.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) => {
      const page = mapPage(await listMembers(context, query), (row) => serializeMember(context, row));
      return listResult(request, page, query);
    },
  }),
});
