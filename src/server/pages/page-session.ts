import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { normaliseEmail } from "../auth/email";
import { deviceLifetimeMs, rememberDevice } from "../auth/known-devices";
import { resolveSession, type SignedIn } from "../auth/resolve-session";
import { resolveSite as resolveSiteOf } from "../auth/resolve-site";
import type { SessionToken } from "../auth/session-port";
import type { Origin } from "../auth/sign-in";
import type { TenantContext } from "../auth/tenant-context";
import { addressGroup, addressNetwork } from "../limits/client-address";
import { signedInBy, storedContext } from "../pipeline/context";
import { sessionCookieName, sessionOf } from "../pipeline/credentials";
import { requestIdOf } from "../pipeline/request-id";
import { config } from "../platform/config";

/** Sessions for pages and actions, read from the cookie; once per request, however many components ask. */
export const getSession = cache(async (): Promise<SignedIn | null> => {
  const token = await sessionToken();
  if (!token) return null;
  const asked = storedContext(await headers());
  // Not after an action, which may have changed the person or the session.
  if (asked?.isRead && asked.credential?.kind === "session" && asked.credential.token === token)
    return signedInBy(asked);
  return resolveSession(token, await requestId(), (await requestOrigin()).address);
});

/** The signed-in member; whoever isn't goes to the login page and comes back to `next` afterwards. */
export async function requireAuth(next: string): Promise<SignedIn> {
  return (await getSession()) ?? redirect(`/login?next=${encodeURIComponent(next)}`);
}

/** The visitor of a tenant's public pages. Throws AppError `organisation_not_found`. */
export const visitorOf = cache(
  async (slug: string): Promise<TenantContext> => resolveSiteOf(slug, await requestId()),
);

/**
 * That of the cookie as the pipeline and the API read it. An action may have set another since, which only the cookies of the
 * framework tell.
 */
export async function sessionToken(): Promise<string | undefined> {
  const [sent, token] = [await headers(), (await cookies()).get(sessionCookieName())?.value];
  const isReadable = sessionOf(sent) !== null || !sent.get("cookie")?.includes(sessionCookieName());
  return isReadable ? token : undefined;
}

export async function requestId(): Promise<string> {
  const sent = await headers();
  return storedContext(sent)?.requestId ?? requestIdOf(sent);
}

/** Where the request comes from, to be kept with a session and to be counted by. */
export async function requestOrigin(): Promise<Origin> {
  const given = await headers();
  const address = storedContext(given)?.address ?? null;
  return {
    address,
    // A /48 has 65,536 groups that one client may have.
    addressGroup: addressNetwork(address ?? "unknown") ?? addressGroup(address ?? "unknown"),
    userAgent: given.get("user-agent")?.slice(0, 400) ?? null,
    devices: (await cookies()).get(deviceCookieName())?.value,
  };
}

/**
 * Gives the browser its session after its owner has shown who they are, and remembers that it did, so that strangers'
 * guesses at the account don't hold it up.
 */
export async function startSession(started: SessionToken): Promise<void> {
  await setSessionCookie(started);
  const signedIn = await resolveSession(started.token, await requestId());
  if (!signedIn) return;
  const account = normaliseEmail(signedIn.identity.userEmail);
  (await cookies()).set(deviceCookieName(), rememberDevice((await requestOrigin()).devices, account), {
    httpOnly: true,
    sameSite: "lax",
    secure: config().secure,
    path: "/",
    maxAge: deviceLifetimeMs / 1000,
  });
}

function deviceCookieName(): string {
  return config().secure ? "__Host-masthead_device" : "masthead_device";
}

/** Gives the browser its session. Only in actions: pages can't set cookies. */
export async function setSessionCookie({ token, absoluteExpiresAt }: SessionToken): Promise<void> {
  (await cookies()).set(sessionCookieName(), token, {
    httpOnly: true,
    sameSite: "lax",
    secure: config().secure,
    path: "/",
    expires: absoluteExpiresAt,
  });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", {
    httpOnly: true,
    sameSite: "lax",
    secure: config().secure,
    path: "/",
    maxAge: 0,
  });
}

/** The first step of signing in, where a second factor is in force, is kept here until the code is given. */
function challengeCookieName(): string {
  return config().secure ? "__Host-masthead_challenge" : "masthead_challenge";
}

export async function setChallengeCookie(challenge: string, expires: Date): Promise<void> {
  const cookie = { httpOnly: true, sameSite: "lax", secure: config().secure, path: "/" } as const;
  (await cookies()).set(challengeCookieName(), challenge, { ...cookie, expires });
}

export async function challengeToken(): Promise<string | undefined> {
  return (await cookies()).get(challengeCookieName())?.value;
}

export async function clearChallengeCookie(): Promise<void> {
  const cookie = { httpOnly: true, sameSite: "lax", secure: config().secure, path: "/" } as const;
  (await cookies()).set(challengeCookieName(), "", { ...cookie, maxAge: 0 });
}
