"use server";

import { z } from "zod";
import { defineVisitorAction } from "@/server/http/define-action";
import {
  challengeToken,
  clearChallengeCookie,
  requestOrigin,
  startSession,
} from "@/server/http/page-session";
import { joinAsInvited } from "@/server/members/join";

export const joinAsInvitedAction = defineVisitorAction({
  schema: z.strictObject({ invitationId: z.uuid() }),
  async run({ input: { invitationId }, requestId }) {
    const given = { challenge: (await challengeToken()) ?? "", invitationId };
    await startSession(await joinAsInvited(given, await requestOrigin(), requestId));
    await clearChallengeCookie();
  },
  redirectTo: () => "/dashboard",
});
