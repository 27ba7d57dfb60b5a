// Sends an invitation again, with a new link: admins.
import { defineResource, operation } from "@/server/http/define-resource";
import { versionedAnswer } from "@/server/http/etag-answer";
import { idParams } from "@/server/http/path-params";
import { invitationNotFound, resendInvitation } from "@/server/members/invitations";
import { invitationRepresentation, presentInvitation } from "@/server/members/representation";

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
