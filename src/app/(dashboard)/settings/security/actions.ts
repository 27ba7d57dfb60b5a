"use server";

import { z } from "zod";
import { changePassword } from "@/server/auth/account";
import { endOtherSessions, endOwnSession } from "@/server/auth/own-sessions";
import { newPassword } from "@/server/auth/passwords";
import { givenPassword, secondFactorCode } from "@/server/auth/schema";
import { finishSetUp, newRecoveryCodes, startSetUp, switchOff } from "@/server/auth/two-factor-settings";
import { defineAction } from "@/server/pages/define-action";
import { sessionToken } from "@/server/pages/page-session";
import { pagesChanged } from "../../../_lib/pages-changed";

const currentToken = async () => (await sessionToken()) ?? "";

export const changePasswordAction = defineAction({
  permission: "read",
  schema: z.strictObject({ currentPassword: givenPassword, password: newPassword }),
  async run({ input, signedIn }) {
    await changePassword(signedIn, await currentToken(), input);
    pagesChanged();
  },
});

export const startTwoFactorAction = defineAction({
  permission: "read",
  schema: z.strictObject({ currentPassword: givenPassword }),
  async run({ input, signedIn }) {
    await startSetUp(signedIn.identity, input.currentPassword);
    pagesChanged();
  },
});

/** The result holds the recovery codes: the one time that they are shown. */
export const confirmTwoFactorAction = defineAction({
  permission: "read",
  schema: z.strictObject({ code: secondFactorCode }),
  async run({ input: { code }, signedIn }) {
    const sessionToken = await currentToken();
    const codes = await finishSetUp(signedIn.identity, { code, sessionToken }, signedIn.context);
    pagesChanged();
    return { codes };
  },
});

export const renewCodesAction = defineAction({
  permission: "read",
  schema: z.strictObject({ code: secondFactorCode }),
  async run({ input: { code }, signedIn }) {
    const codes = await newRecoveryCodes(signedIn.identity, code, signedIn.context);
    pagesChanged();
    return { codes };
  },
});

export const switchOffTwoFactorAction = defineAction({
  permission: "read",
  schema: z.strictObject({ currentPassword: givenPassword, code: secondFactorCode }),
  async run({ input, signedIn }) {
    await switchOff(signedIn.identity, input, signedIn.context);
    pagesChanged();
  },
});

export const endSessionAction = defineAction({
  permission: "read",
  schema: z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/, "must be the id of a session") }),
  async run({ input: { id }, signedIn }) {
    await endOwnSession(signedIn.identity.userId, id, signedIn.context);
    pagesChanged();
  },
});

export const endOtherSessionsAction = defineAction({
  permission: "read",
  schema: z.strictObject({}),
  async run({ signedIn }) {
    await endOtherSessions(signedIn.identity.userId, await currentToken(), signedIn.context);
    pagesChanged();
  },
});
