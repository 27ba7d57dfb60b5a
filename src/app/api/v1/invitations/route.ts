// Invitations that wait to be accepted: admins.

import { invite, listInvitations } from "@/server/members/invitations";
import { invitationResponse as data, serializeInvitation } from "@/server/members/response-schema";
import { invite as inviteSchema, listInvitations as listSchema } from "@/server/members/schema";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listResult, pageMeta } from "@/server/pipeline/pagination";
import { created } from "@/server/pipeline/responses";
import { mapPage } from "@/server/platform/paging";

const shared = { section: "Invitations", permission: "admin" } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "listInvitations",
    summary: "List invitations that wait to be accepted",
    query: listSchema,
    data: data.array(),
    meta: pageMeta,
    handle: async ({ context, query, request }) =>
      listResult(request, mapPage(await listInvitations(context, query), serializeInvitation), query),
  }),
  POST: operation({
    ...shared,
    id: "invite",
    summary: "Invite somebody by mail; an open invitation of the same address is replaced",
    body: inviteSchema,
    status: 201,
    data,
    errors: ["already_invited", "already_member"],
    handle: async ({ context, body }) => {
      const made = serializeInvitation(await invite(context, body));
      return created(`/api/v1/invitations/${made.id}`, made, made);
    },
  }),
});
