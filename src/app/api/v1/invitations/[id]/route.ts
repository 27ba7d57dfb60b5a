// One invitation that waits to be accepted: admins read and cancel it.

import { cancelInvitation, getInvitation, invitationNotFound } from "@/server/members/invitations";
import { invitationRepresentation, presentInvitation } from "@/server/members/representation";
import { noContent } from "@/server/pipeline/answers";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedAnswer } from "@/server/pipeline/etag-answer";
import { idParams } from "@/server/pipeline/path-params";

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
    data: invitationRepresentation,
    handle: async ({ context, params }) =>
      versionedAnswer(presentInvitation(await getInvitation(context, params.id))),
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
