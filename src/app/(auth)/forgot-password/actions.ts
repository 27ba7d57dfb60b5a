"use server";

import { z } from "zod";
import { emailAddress } from "@/server/auth/email";
import { requestPasswordReset } from "@/server/auth/password-reset";
import { defineVisitorAction } from "@/server/pages/define-action";
import { requestOrigin } from "@/server/pages/page-session";

/** Says the same whether there is an account or not. */
export const requestResetAction = defineVisitorAction({
  schema: z.strictObject({ email: emailAddress }),
  run: async ({ input: { email } }) => requestPasswordReset(email, await requestOrigin()),
});
