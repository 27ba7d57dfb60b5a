"use server";

import { signUp as signUpSchema } from "@/server/auth/schema";
import { defineVisitorAction } from "@/server/http/define-action";
import { requestOrigin, setSessionCookie } from "@/server/http/page-session";
import { signUp } from "@/server/tenants/sign-up";

export const signUpAction = defineVisitorAction({
  schema: signUpSchema,
  optional: ["organisationSlug"],
  async run({ input, requestId }) {
    await setSessionCookie(await signUp(input, await requestOrigin(), requestId));
  },
  redirectTo: () => "/dashboard",
});
