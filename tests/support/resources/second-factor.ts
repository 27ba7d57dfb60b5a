import { Secret, TOTP } from "otpauth";
import { signIn } from "@/server/auth/sign-in";
import { beginTwoFactor, confirmTwoFactor, pendingTwoFactor } from "@/server/auth/two-factor";
import { password, type TestMember } from "../factories";
import type { Ids } from "./ids";

const stepMs = 30_000;

/** Begins the set-up of a member's second factor. Returns the code that confirms it. */
export async function begun({ userId, email }: TestMember): Promise<Ids> {
  await beginTwoFactor(userId);
  return { code: appCode(await secretOf(userId, email)) };
}

/** Puts a member's second factor in force. Returns a code that is still unused. */
export async function switchedOn({ userId, email }: TestMember): Promise<Ids> {
  await beginTwoFactor(userId);
  const secret = await secretOf(userId, email);
  await confirmTwoFactor(userId, appCode(secret, -1), { requestId: "test-request", address: null });
  return { code: appCode(secret) };
}

/** What the cookie holds between the password and the code. */
export async function challengeOf({ email }: TestMember): Promise<string> {
  const result = await signIn({ email, password }, { address: null, userAgent: null });
  if (result.kind !== "code-needed") throw new Error("no code was asked for");
  return result.challenge;
}

async function secretOf(userId: string, email: string): Promise<string> {
  const setUp = await pendingTwoFactor(userId, email);
  if (!setUp) throw new Error("no set-up was begun");
  return setUp.secret;
}

/** What an authenticator app shows, `steps` away from now. */
function appCode(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() + steps * stepMs });
}
