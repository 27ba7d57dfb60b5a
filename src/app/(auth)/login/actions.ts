"use server";

import { z } from "zod";
import { signIn as signInSchema } from "@/server/auth/schema";
import { signIn } from "@/server/auth/sign-in";
import { defineVisitorAction } from "@/server/pages/define-action";
import { requestOrigin } from "@/server/pages/page-session";
import { safeNext } from "@/server/pipeline/paths";
import { continueSignIn } from "../_lib/continue-sign-in";

/** What the form sends beside the credentials: where to go afterwards. */
const schema = z.strictObject({ ...signInSchema.shape, next: z.string().max(2_000).optional() });

export const signInAction = defineVisitorAction({
  schema,
  async run({ input: { next, ...credentials } }) {
    return continueSignIn(await signIn(credentials, await requestOrigin()), safeNext(next));
  },
  redirectTo: ({ next }) => next,
});
