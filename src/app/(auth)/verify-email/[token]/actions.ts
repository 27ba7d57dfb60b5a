"use server";

import { z } from "zod";
import { changeEmail, verifyEmail } from "@/server/auth/email-address";
import { defineVisitorAction } from "@/server/http/define-action";
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
  async run({ input: { token } }) {
    await changeEmail(token);
    pagesChanged();
  },
  redirectTo: () => "/settings/profile",
});
