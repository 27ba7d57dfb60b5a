"use server";

import { z } from "zod";
import { joinAsNewUser, joinAsUser } from "@/server/members/join";
import { joinAsNew } from "@/server/members/schema";
import { defineAction, defineVisitorAction } from "@/server/pages/define-action";
import { requestOrigin, sessionToken, setSessionCookie, startSession } from "@/server/pages/page-session";
import { pagesChanged } from "../../../_lib/pages-changed";

export const joinAsNewUserAction = defineVisitorAction({
  schema: joinAsNew,
  async run({ input, requestId }) {
    await startSession(await joinAsNewUser(input, await requestOrigin(), requestId));
  },
  redirectTo: () => "/dashboard",
});

export const acceptInvitationAction = defineAction({
  permission: "read",
  schema: z.strictObject({ token: z.string().max(100) }),
  async run({ input: { token }, signedIn, requestId }) {
    const current = (await sessionToken()) ?? "";
    const given = { token, sessionToken: current };
    await setSessionCookie(await joinAsUser(signedIn, given, await requestOrigin(), requestId));
    pagesChanged();
  },
  redirectTo: () => "/dashboard",
});
