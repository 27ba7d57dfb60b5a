"use server";

import { signUp as signUpSchema } from "@/server/auth/schema";
import { defineVisitorAction } from "@/server/http/define-action";
import { requestOrigin, setSessionCookie } from "@/server/http/page-session";
import { config } from "@/server/platform/config";
import { signUp } from "@/server/tenants/sign-up";
import { requestSignUp } from "@/server/tenants/verified-sign-up";

export const signUpAction = defineVisitorAction({
  schema: signUpSchema,
  optional: ["organisationSlug"],
  async run({ input, requestId }) {
    if (config().signUp === "verified") {
      await requestSignUp(input);
      return { next: "/register/sent" };
    }
    await setSessionCookie(await signUp(input, await requestOrigin(), requestId));
    return { next: "/dashboard" };
  },
  redirectTo: ({ next }) => next,
});
