// One invitation that waits to be accepted: admins read and cancel it.

import { cancelInvitation, getInvitation, invitationNotFound } from "@/server/members/invitations";
import { invitationResponse, serializeInvitation } from "@/server/members/response-schema";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";
import { noContent } from "@/server/pipeline/responses";

const shared = {
  section: "Invitations",
  permission: "admin",
  params: idParams,
  notFound: invitationNotFound,
  conditional: true,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getInvitation",
    summary: "Read an invitation",
    data: invitationResponse,
    handle: async ({ context, params }) =>
      versionedResult(serializeInvitation(await getInvitation(context, params.id))),
  }),
  DELETE: operation({
    ...shared,
    id: "cancelInvitation",
    summary: "Cancel an invitation: its link doesn't work any more",
    status: 204,
    handle: ({ context, params, versions }) =>
      cancelInvitation(context, params.id, { versions }).then(noContent),
  }),
});
