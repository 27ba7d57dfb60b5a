"use server";

import { signUp as signUpSchema } from "@/server/auth/schema";
import { defineVisitorAction } from "@/server/pages/define-action";
import { requestOrigin } from "@/server/pages/page-session";
import { config } from "@/server/platform/config";
import { signUp } from "@/server/tenants/sign-up";
import { requestSignUp } from "@/server/tenants/verified-sign-up";
import { continueSignIn } from "../_lib/continue-sign-in";

export const signUpAction = defineVisitorAction({
  schema: signUpSchema,
  optional: ["organisationSlug"],
  async run({ input, requestId }) {
    if (config().signUp === "verified") {
      await requestSignUp(input, await requestOrigin());
      return { next: "/register/sent" };
    }
    return continueSignIn(await signUp(input, await requestOrigin(), requestId), "/dashboard");
  },
  redirectTo: ({ next }) => next,
});
