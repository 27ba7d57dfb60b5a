// Invitations that wait to be accepted: admins.

import { invite, listInvitations } from "@/server/members/invitations";
import { invitationRepresentation as data, presentInvitation } from "@/server/members/representation";
import { invite as inviteSchema, listInvitations as listSchema } from "@/server/members/schema";
import { created } from "@/server/pipeline/answers";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { listAnswer, pageMeta } from "@/server/pipeline/pagination";
import { presentPage } from "@/server/platform/output";

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
      listAnswer(request, presentPage(await listInvitations(context, query), presentInvitation), query),
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
      const made = presentInvitation(await invite(context, body));
      return created(`/api/v1/invitations/${made.id}`, made, made);
    },
  }),
});
