// Sends an invitation again, with a new link: admins.

import { invitationNotFound, resendInvitation } from "@/server/members/invitations";
import { invitationRepresentation, presentInvitation } from "@/server/members/representation";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedAnswer } from "@/server/pipeline/etag-answer";
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
    data: invitationRepresentation,
    handle: async ({ context, params, versions }) =>
      versionedAnswer(presentInvitation(await resendInvitation(context, params.id, { versions }))),
  }),
});
