"use server";

import { z } from "zod";
import { joinAsInvited } from "@/server/members/join";
import { defineVisitorAction } from "@/server/pages/define-action";
import {
  challengeToken,
  clearChallengeCookie,
  requestOrigin,
  startSession,
} from "@/server/pages/page-session";

export const joinAsInvitedAction = defineVisitorAction({
  schema: z.strictObject({ invitationId: z.uuid() }),
  async run({ input: { invitationId }, requestId }) {
    const given = { challenge: (await challengeToken()) ?? "", invitationId };
    await startSession(await joinAsInvited(given, await requestOrigin(), requestId));
    await clearChallengeCookie();
  },
  redirectTo: () => "/dashboard",
});
