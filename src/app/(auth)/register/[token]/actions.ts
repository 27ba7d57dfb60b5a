"use server";

import { z } from "zod";
import { givenPassword } from "@/server/auth/schema";
import { defineVisitorAction } from "@/server/pages/define-action";
import { requestId, requestOrigin } from "@/server/pages/page-session";
import { finishSignUp } from "@/server/tenants/verified-sign-up";
import { continueSignIn } from "../../_lib/continue-sign-in";

export const finishSignUpAction = defineVisitorAction({
  schema: z.strictObject({ token: z.string().max(100), password: givenPassword }),
  async run({ input }) {
    const result = await finishSignUp(input, await requestOrigin(), await requestId());
    return continueSignIn(result, "/dashboard");
  },
  redirectTo: ({ next }) => next,
});
