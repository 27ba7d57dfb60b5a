import { type RequestContext, signedInBy } from "../pipeline/context";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { addressGroup } from "./client-address";
import { limiter } from "./request-limits";

/** A page that is made anew costs dozens of times what any other answer does: a part of an address' requests may be such. */
const partOfAddress = 1 / 4;

/** What one visitor is told who has had too many pages made; those who wait for the same page are not. */
export class PageLimitError extends AppError {}

/** Throws if the client has had too many pages made that aren't kept. Whoever is signed in has the usual limits alone. */
export async function assertMayRender(context: RequestContext): Promise<void> {
  // A read's session is looked up for its page in any case.
  if (context.isRead && (await isSignedIn(context))) return;
  const max = Math.max(1, Math.ceil(config().rateLimit.addressMax * partOfAddress));
  const policy = { name: "page", max, windowSeconds: 60, localMax: max };
  const state = await limiter().take(policy, addressGroup(context.address));
  if (state.allowed || (await isSignedIn(context))) return;
  const message = "Too many pages asked for";
  throw new PageLimitError("rate_limited", message, { retryAfterSeconds: state.resetSeconds });
}

/** Where sessions can't be looked up nobody is; why is for the page to say, which asks for the same. */
async function isSignedIn(context: RequestContext): Promise<boolean> {
  return (await signedInBy(context).catch(() => null)) !== null;
}
