"use server";

import { z } from "zod";
import { signIn as signInSchema } from "@/server/auth/schema";
import { signIn } from "@/server/auth/sign-in";
import { defineVisitorAction } from "@/server/http/define-action";
import { requestOrigin, setChallengeCookie, setSessionCookie } from "@/server/http/page-session";
import { safeNext } from "@/server/http/paths";

/** What the form sends beside the credentials: where to go afterwards. */
const schema = z.strictObject({ ...signInSchema.shape, next: z.string().max(2_000).optional() });

export const signInAction = defineVisitorAction({
  schema,
  async run({ input: { next, ...credentials } }) {
    const target = safeNext(next);
    const result = await signIn(credentials, await requestOrigin());
    if (result.kind === "code-needed") {
      await setChallengeCookie(result.challenge, result.expiresAt);
      return { next: `/login/code?next=${encodeURIComponent(target)}` };
    }
    await setSessionCookie(result);
    return { next: target };
  },
  redirectTo: ({ next }) => next,
});
