// One's own sessions, in all of one's organisations: people who are signed in.

import { assertPerson } from "@/server/auth/assert-person";
import { listOwnSessions } from "@/server/auth/own-sessions";
import { sessionResponse } from "@/server/auth/response-schema";
import { credentialOf } from "@/server/pipeline/credentials";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { ok } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listMySessions",
    summary: "List one's own sessions",
    description: "For people who are signed in, not for keys. The current one first, then by last use.",
    section: "Account",
    permission: "read",
    data: sessionResponse.array(),
    handle: async ({ context, request }) => {
      const userId = assertPerson(context);
      const credential = credentialOf(request.headers);
      const token = credential?.kind === "session" ? credential.token : "";
      return ok(await listOwnSessions(userId, token));
    },
  }),
});
