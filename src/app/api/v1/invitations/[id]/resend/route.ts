// Sends an invitation again, with a new link: admins.

import { invitationNotFound, resendInvitation } from "@/server/members/invitations";
import { invitationResponse, serializeInvitation } from "@/server/members/response-schema";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { idParams } from "@/server/pipeline/path-params";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  POST: operation({
    id: "resendInvitation",
    summary: "Send an invitation again, with a new link",
    section: "Invitations",
    permission: "admin",
    params: idParams,
    notFound: invitationNotFound,
    conditional: true,
    data: invitationResponse,
    handle: async ({ context, params, versions }) =>
      versionedResult(serializeInvitation(await resendInvitation(context, params.id, { versions }))),
  }),
});
