import type { IncomingMessage } from "node:http";
import { resolveSession } from "../auth/resolve-session";
import { credentialOf } from "../pipeline/credentials";
import { headersOf } from "../pipeline/node-headers";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { addressGroup } from "./client-address";
import { limiter } from "./request-limits";

/** A page that is made anew costs dozens of times what any other answer does: a part of an address' requests may be such. */
const partOfAddress = 1 / 4;

/** What one visitor is told who has had too many pages made; those who wait for the same page are not. */
export class PageLimitError extends AppError {}

/** Throws if the client has had too many pages made that aren't kept. Whoever is signed in has the usual limits alone. */
export async function assertMayRender(
  request: IncomingMessage,
  address: string,
  requestId: string,
): Promise<void> {
  const max = Math.max(1, Math.ceil(config().rateLimit.addressMax * partOfAddress));
  const policy = { name: "page", max, windowSeconds: 60, localMax: max };
  const state = await limiter().take(policy, addressGroup(address));
  if (state.allowed || (await isSignedIn(request, requestId))) return;
  const message = "Too many pages asked for";
  throw new PageLimitError("rate_limited", message, { retryAfterSeconds: state.resetSeconds });
}

/** Looks the session up: anybody can bring a cookie. */
export async function isSignedIn(request: IncomingMessage, requestId: string): Promise<boolean> {
  const credential = credentialOf(headersOf(request));
  return credential?.kind === "session" && (await resolveSession(credential.token, requestId)) !== null;
}
