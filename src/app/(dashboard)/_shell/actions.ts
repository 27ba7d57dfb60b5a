"use server";

import { z } from "zod";
import { signOut, switchTenant } from "@/server/auth/sign-in";
import { defineAction, defineVisitorAction } from "@/server/pages/define-action";
import {
  clearSessionCookie,
  requestOrigin,
  sessionToken,
  setSessionCookie,
} from "@/server/pages/page-session";

/** For whoever asks: also a session that has already ended must be possible to leave. */
export const signOutAction = defineVisitorAction({
  schema: z.strictObject({}),
  async run() {
    const token = await sessionToken();
    if (token) await signOut(token);
    await clearSessionCookie();
  },
  redirectTo: () => "/login",
});

/** Also the way back from a page of another organisation. `stay`: without leaving the page. */
export const switchAction = defineAction({
  permission: "read",
  fromAnyPage: true,
  schema: z.strictObject({ tenantId: z.uuid(), stay: z.literal("yes").optional() }),
  async run({ input: { tenantId, stay }, signedIn }) {
    const token = (await sessionToken()) ?? "";
    const started = await switchTenant(token, signedIn.identity.userId, tenantId, await requestOrigin());
    await setSessionCookie(started);
    return { stays: stay === "yes" };
  },
  redirectTo: ({ stays }) => (stays ? null : "/dashboard"),
});
