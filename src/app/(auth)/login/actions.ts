"use server";

import { z } from "zod";
import { signIn as signInSchema } from "@/server/auth/schema";
import { signIn } from "@/server/auth/sign-in";
import { defineVisitorAction } from "@/server/http/define-action";
import { requestOrigin, setSessionCookie } from "@/server/http/page-session";
import { safeNext } from "@/server/http/paths";

/** What the form sends beside the credentials: where to go afterwards. */
const schema = z.strictObject({ ...signInSchema.shape, next: z.string().max(2_000).optional() });

export const signInAction = defineVisitorAction({
  schema,
  async run({ input: { next, ...credentials } }) {
    await setSessionCookie(await signIn(credentials, await requestOrigin()));
    return { next: safeNext(next) };
  },
  redirectTo: ({ next }) => next,
});
