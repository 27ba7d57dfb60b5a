"use server";

import { z } from "zod";
import { givenPassword } from "@/server/auth/schema";
import { defineVisitorAction } from "@/server/http/define-action";
import { requestId, requestOrigin, setSessionCookie } from "@/server/http/page-session";
import { finishSignUp } from "@/server/tenants/verified-sign-up";

export const finishSignUpAction = defineVisitorAction({
  schema: z.strictObject({ token: z.string().max(100), password: givenPassword }),
  async run({ input }) {
    await setSessionCookie(await finishSignUp(input, await requestOrigin(), await requestId()));
  },
  redirectTo: () => "/dashboard",
});
