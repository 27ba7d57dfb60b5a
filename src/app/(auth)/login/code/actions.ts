"use server";

import { z } from "zod";
import { secondFactorCode } from "@/server/auth/schema";
import { signInWithCode } from "@/server/auth/sign-in";
import { defineVisitorAction } from "@/server/http/define-action";
import {
  challengeToken,
  clearChallengeCookie,
  requestOrigin,
  setSessionCookie,
} from "@/server/http/page-session";
import { safeNext } from "@/server/http/paths";

export const signInWithCodeAction = defineVisitorAction({
  schema: z.strictObject({ code: secondFactorCode, next: z.string().max(2_000).optional() }),
  async run({ input: { code, next } }) {
    const challenge = (await challengeToken()) ?? "";
    await setSessionCookie(await signInWithCode({ challenge, code }, await requestOrigin()));
    await clearChallengeCookie();
    return { next: safeNext(next) };
  },
  redirectTo: ({ next }) => next,
});
