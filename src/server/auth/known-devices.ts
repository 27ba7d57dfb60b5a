import { randomBytes } from "node:crypto";
import { z } from "zod";
import { seal, unseal } from "../platform/encryption";
import { hashToken } from "./tokens";

/**
 * Browsers that an account was signed in with before carry a sealed cookie that says so ("device cookies" of OWASP's
 * guidance on blocking brute force). Guesses that strangers make at the account don't hold them up; they have a counter
 * of their own. It opens nothing by itself: the password is asked for as ever.
 */
const boundTo = "known-devices";
/** How long a browser is known after it signed in, in milliseconds; also the cookie's lifetime. */
export const deviceLifetimeMs = 180 * 24 * 3_600_000;
/** How many accounts one browser is known for. */
const accountsMax = 5;
/** Longer than any that was made here. */
const lengthMax = 2_000;

const entries = z.array(z.object({ account: z.string(), nonce: z.string(), at: z.number() }));
type Entries = z.output<typeof entries>;

/** The cookie after signing in with an address, made of the one that was there. */
export function rememberDevice(cookie: string | undefined, emailNormalised: string): string {
  const account = accountOf(emailNormalised);
  const others = read(cookie).filter((entry) => entry.account !== account);
  const own = { account, nonce: randomBytes(12).toString("base64url"), at: Date.now() };
  return seal(JSON.stringify([own, ...others].slice(0, accountsMax)), boundTo);
}

/** What tells this browser from others that know the account; null if it doesn't. */
export function knownDevice(cookie: string | undefined, emailNormalised: string): string | null {
  const account = accountOf(emailNormalised);
  return read(cookie).find((entry) => entry.account === account)?.nonce ?? null;
}

function read(cookie: string | undefined): Entries {
  if (!cookie || cookie.length > lengthMax) return [];
  try {
    const known = entries.parse(JSON.parse(unseal(cookie, boundTo)));
    return known.filter(({ at }) => at > Date.now() - deviceLifetimeMs);
  } catch {
    // Made up, or sealed with a key that is no longer in use: a browser that isn't known.
    return [];
  }
}

function accountOf(emailNormalised: string): string {
  return hashToken(emailNormalised).slice(0, 24);
}
