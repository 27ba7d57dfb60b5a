"use server";

import { z } from "zod";
import { resetPassword } from "@/server/auth/password-reset";
import { newPassword } from "@/server/auth/passwords";
import { defineVisitorAction } from "@/server/pages/define-action";
import { clearSessionCookie, requestOrigin } from "@/server/pages/page-session";

export const resetPasswordAction = defineVisitorAction({
  schema: z.strictObject({ token: z.string().max(100), password: newPassword }),
  async run({ input, requestId }) {
    await resetPassword(input, { requestId, ...(await requestOrigin()) });
    // Whatever session this browser had has ended with the others.
    await clearSessionCookie();
  },
  redirectTo: () => "/login?notice=password",
});
