// Ends one of one's own sessions: people who are signed in.

import { assertPerson } from "@/server/auth/assert-person";
import { endOwnSession, sessionNotFound } from "@/server/auth/own-sessions";
import { sessionParams } from "@/server/auth/schema";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { noContent } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  DELETE: operation({
    id: "endMySession",
    summary: "End one of one's own sessions",
    description: "For people who are signed in, not for keys.",
    section: "Account",
    permission: "read",
    params: sessionParams,
    notFound: sessionNotFound,
    status: 204,
    handle: ({ context, params }) => endOwnSession(assertPerson(context), params.id, context).then(noContent),
  }),
});
