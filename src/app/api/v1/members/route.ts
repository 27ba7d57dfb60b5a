// Members: readers list who works with them; admins also see mail addresses and who is suspended.

import { memberRepresentation, presentMember } from "@/server/members/representation";
import { listMembers as listSchema } from "@/server/members/schema";
import { listMembers } from "@/server/members/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listAnswer, pageMeta } from "@/server/pipeline/pagination";
import { presentPage } from "@/server/platform/output";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listMembers",
    summary: "List members",
    description: "By id. Who isn't an admin sees active members, without their mail addresses.",
    section: "Members",
    permission: "read",
    query: listSchema,
    data: memberRepresentation.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) => {
      const page = presentPage(await listMembers(context, query), (row) => presentMember(context, row));
      return listAnswer(request, page, query);
    },
  }),
});
