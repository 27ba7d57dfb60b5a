"use server";

import { z } from "zod";
import { changeEmail, verifyEmail } from "@/server/auth/email-address";
import { defineVisitorAction } from "@/server/pages/define-action";
import { requestOrigin } from "@/server/pages/page-session";
import { pagesChanged } from "../../../_lib/pages-changed";

const schema = z.strictObject({ token: z.string().max(100) });

export const verifyEmailAction = defineVisitorAction({
  schema,
  async run({ input: { token } }) {
    await verifyEmail(token);
    pagesChanged();
  },
  redirectTo: () => "/dashboard",
});

export const changeEmailAction = defineVisitorAction({
  schema,
  async run({ input: { token }, requestId }) {
    await changeEmail(token, { requestId, address: (await requestOrigin()).address });
    pagesChanged();
  },
  redirectTo: () => "/settings/profile",
});
