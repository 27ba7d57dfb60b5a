"use server";

import { z } from "zod";
import { changeName } from "@/server/auth/account";
import { emailAddress } from "@/server/auth/email";
import { requestEmailChange, sendVerification } from "@/server/auth/email-address";
import { givenPassword, updateMe } from "@/server/auth/schema";
import { defineAction } from "@/server/pages/define-action";
import { pagesChanged } from "../../../_lib/pages-changed";

export const changeNameAction = defineAction({
  permission: "read",
  schema: updateMe,
  async run({ input: { name }, signedIn }) {
    await changeName(signedIn.context, name);
    pagesChanged();
  },
});

export const changeEmailAddressAction = defineAction({
  permission: "read",
  schema: z.strictObject({ email: emailAddress, currentPassword: givenPassword }),
  run: ({ input, signedIn }) => requestEmailChange(signedIn, input),
});

export const sendVerificationAction = defineAction({
  permission: "read",
  schema: z.strictObject({}),
  run: ({ signedIn }) => sendVerification(signedIn),
});
