import type { SignInResult } from "@/server/auth/sign-in";
import { clearChallengeCookie, setChallengeCookie, startSession } from "@/server/pages/page-session";

/** Gives the browser what signing in has come to so far, and says where it goes on. */
export async function continueSignIn(result: SignInResult, target: string): Promise<{ next: string }> {
  if (result.kind === "signed-in") {
    await startSession(result);
    await clearChallengeCookie();
    return { next: target };
  }
  await setChallengeCookie(result.challenge, result.expiresAt);
  if (result.kind === "invited") return { next: "/login/invitations" };
  return { next: `/login/code?next=${encodeURIComponent(target)}` };
}
