"use server";

import { z } from "zod";
import { secondFactorCode } from "@/server/auth/schema";
import { defineVisitorAction } from "@/server/pages/define-action";
import { challengeToken, requestOrigin } from "@/server/pages/page-session";
import { safeNext } from "@/server/pipeline/paths";
import { continueWithCode } from "@/server/tenants/further-organisations";
import { continueSignIn } from "../../_lib/continue-sign-in";

export const signInWithCodeAction = defineVisitorAction({
  schema: z.strictObject({ code: secondFactorCode, next: z.string().max(2_000).optional() }),
  async run({ input: { code, next }, requestId }) {
    const given = { challenge: (await challengeToken()) ?? "", code };
    return continueSignIn(await continueWithCode(given, await requestOrigin(), requestId), safeNext(next));
  },
  redirectTo: ({ next }) => next,
});
