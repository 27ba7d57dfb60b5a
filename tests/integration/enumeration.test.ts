import { expect, it } from "vitest";
import { requestPasswordReset } from "@/server/auth/password-reset";
import { signIn } from "@/server/auth/sign-in";
import { deliveriesSettled } from "@/server/mail/deliver";
import { errorResponse } from "@/server/pipeline/responses";
import { toAppError } from "@/server/platform/to-app-error";
import { requestSignUp } from "@/server/tenants/verified-sign-up";
import { createTenant, password } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";

startProgram();
startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };

async function bytesOf(promise: Promise<unknown>): Promise<string> {
  const result = await promise.catch((error: unknown) => toAppError(error));
  if (!(result instanceof Error)) return JSON.stringify(result) ?? "nothing";
  return JSON.stringify(errorResponse(toAppError(result), "the-request", null));
}

it("can't be told from what is answered whether an address has an account", async () => {
  const { viewer } = await createTenant();
  const attempts = [
    (email: string) => signIn({ email, password: "wrong" }, origin),
    (email: string) => requestPasswordReset(email),
    (email: string) => requestSignUp({ organisation: "O", name: "N", email, password }),
  ];
  for (const attempt of attempts) {
    expect(await bytesOf(attempt(viewer.email))).toBe(await bytesOf(attempt("other@example.org")));
  }
  await deliveriesSettled();
});
