import { randomBytes } from "node:crypto";
import { keyCache } from "../auth/key-cache";
import { config } from "../platform/config";
import type { Failure } from "../platform/errors";
import { type Generations, generations, tagsOfRequests } from "../platform/generations";
import { logger, plainLogger } from "../platform/logger";
import type { LimitState } from "../platform/rate-limit";
import { toAppError } from "../platform/to-app-error";
import { errorReply, type Reply } from "./answers";
import type { ApiRequest, RequestHeaders } from "./api-request";
import { addressHeader, clientAddress } from "./client-address";
import { corsHeaders, preflightReply } from "./cors";
import { type Credential, credentialOf, namesTwoSessions, sessionOf } from "./credentials";
import { handedOnLimits, limitsToHandOn } from "./key-limit";
import { type LimitHeaders, limiter, limitHeaders, takeLimits } from "./limits";
import { isApi, isSignIn, kindOf, loggablePath } from "./paths";
import { requestIdHeader, requestIdOf } from "./request-id";
import { isOwnOrigin } from "./same-origin";
import { securityHeaders } from "./security-headers";

/** What the gate found out, for what comes behind it. */
export interface Passage {
  requestId: string;
  /** The client's. */
  address: string;
  /** Left to whoever looks the key up, since a key may have a limit of its own; null where the gate's are all. */
  limits: LimitHeaders | null;
  /** Of the tenant that the key belonged to when it was last seen, asked along with the limits; null: in vain. */
  generations?: Generations | null | undefined;
}

export type GateResult =
  /** Answered here, with all its headers. */
  | { kind: "refuse"; reply: Reply }
  /** Go on; the answer gets `answerHeaders`. */
  | { kind: "pass"; passage: Passage; nonce: string | null; answerHeaders: Record<string, string> };

export type Passed = Extract<GateResult, { kind: "pass" }>;

/**
 * What every request passes before anything of it is handled: a request id, rate limits, security headers, and a first
 * look at who comes without any credential. It is a convenience and a dam, not the lock: handlers, actions and pages
 * authorise themselves and stay closed without it. Knows nothing of Next, so any host can mount it.
 */
export async function gate(request: Omit<ApiRequest, "body">): Promise<GateResult> {
  const requestId = requestIdOf(request.headers);
  const { pathname, search } = new URL(request.url);
  const nonce = isApi(pathname) ? null : makeNonce();
  const address = clientAddress(request.headers, config().trustedProxies);
  const credential = isApi(pathname) ? credentialOf(request.headers) : sessionOf(request.headers);
  const isGuess = request.method === "POST" && isSignIn(pathname);
  // Asked at the same moment, so that both go out in one write.
  const [states, asked] = await Promise.all([
    takeLimits(address, credential, isGuess),
    credential?.kind === "key" ? askGenerations(credential.hash) : undefined,
  ]);
  const limits = limitHeaders(states);
  const commonHeaders = {
    ...securityHeaders(nonce, config()),
    ...(isApi(pathname) ? corsHeaders(request.headers) : {}),
    [requestIdHeader]: requestId,
  };
  const refusal = refuse(request, { pathname, search, requestId, credential, states });
  if (refusal) {
    const { status } = refusal;
    const line = { requestId, method: request.method, path: loggablePath(pathname), status, address };
    plainLogger().info(line, "refused at the gate");
    return {
      kind: "refuse",
      reply: { ...refusal, headers: { ...refusal.headers, ...commonHeaders, ...limits } },
    };
  }
  const isKeys = credential?.kind === "key" && kindOf(pathname) === "protected-api";
  return {
    kind: "pass",
    passage: { requestId, address, limits: isKeys ? limits : null, generations: asked },
    nonce,
    answerHeaders: isKeys ? commonHeaders : { ...commonHeaders, ...limits },
  };
}

/** Nothing is asked while Redis is known to be away. */
function askGenerations(keyHash: string): Promise<Generations | null> | null | undefined {
  const tenantId = keyCache().tenantOf(keyHash);
  if (tenantId === undefined) return undefined;
  return limiter().degraded ? null : generations().ask(tenantId, tagsOfRequests);
}

/** The word by which a page's policy knows its own scripts, new for each answer. */
export function makeNonce(): string {
  return randomBytes(16).toString("base64");
}

interface Seen {
  pathname: string;
  search: string;
  requestId: string;
  credential: Credential | null;
  states: LimitState[];
}

function refuse(
  request: Omit<ApiRequest, "body">,
  { pathname, search, requestId, credential, states }: Seen,
): Reply | null {
  const asError = (failure: Failure) => errorReply(failure, requestId, request.headers.get("accept"));
  const exceeded = states.filter((state) => !state.allowed);
  if (exceeded.length > 0) {
    const retryAfterSeconds = Math.max(...exceeded.map((state) => state.resetSeconds));
    // No error with a stack: there may be many of these.
    return asError({ code: "rate_limited", message: "Too many requests", retryAfterSeconds });
  }
  if (isApi(pathname) && request.method === "OPTIONS") return preflightReply();
  if (credential?.kind !== "key" && namesTwoSessions(request.headers)) {
    const message =
      "Two session cookies that differ came with this request. Delete this site's cookies and sign in again";
    return asError({
      code: "validation_failed",
      message,
      details: [{ path: "Cookie", message: "names two sessions" }],
    });
  }
  const foreign = isApi(pathname) ? null : refuseForeignForm(request, requestId);
  if (foreign) return foreign;
  const kind = kindOf(pathname);
  if (credential || kind === "public") return null;
  if (kind === "protected-api") return asError({ code: "unauthorized", message: "Unauthorized" });
  // What somebody typed while they were signed out elsewhere must not be lost: the action answers it with a way on.
  if (request.method === "POST") return null;
  // 303: whatever was sent, the login page is fetched with GET.
  const headers = { Location: `/login?next=${encodeURIComponent(pathname + search)}` };
  return { status: 303, headers, body: null };
}

/**
 * A form from another site, or from this one under another address than APP_URL. The framework refuses it too, as a fault of
 * its own and without telling why.
 */
function refuseForeignForm({ method, headers }: Omit<ApiRequest, "body">, requestId: string): Reply | null {
  if (["GET", "HEAD", "OPTIONS"].includes(method) || !headers.has("origin") || isOwnOrigin(headers))
    return null;
  const { appUrl } = config();
  logger().warn(
    { requestId, origin: headers.get("origin")?.slice(0, 200), host: headers.get("host"), appUrl },
    "a form was refused: its Origin isn't that of APP_URL, which must be the address that browsers show",
  );
  const body = `This form was sent from another address than ${new URL(appUrl).origin}. Open it there and send it again.\n`;
  return {
    status: 403,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
    body,
  };
}

/**
 * What a host without another way to tell it sets in the request's headers for what comes behind; undefined: whatever a client
 * put there goes.
 */
export function passageHeaders(
  headers: RequestHeaders,
  { passage, nonce, answerHeaders }: Passed,
): Record<string, string | undefined> {
  return {
    [requestIdHeader]: passage.requestId,
    [addressHeader]: passage.address,
    "x-nonce": nonce ?? "",
    // The framework compares this with the Origin of a form. Ours is checked by then, and a proxy may pass another Host.
    ...(isOwnOrigin(headers) ? { "x-forwarded-host": new URL(headers.get("origin") ?? "").host } : {}),
    // Next reads the nonce for its own scripts from here.
    "content-security-policy": answerHeaders["Content-Security-Policy"] ?? "",
    ...limitsToHandOn(passage.limits),
  };
}

/** The request's headers with those of `passageHeaders` in their places. */
export function forwardedHeaders(request: Request, passed: Passed): Headers {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(passageHeaders(headers, passed))) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
}

/** The passage as `passageHeaders` has written it down. */
export function passageOf(headers: RequestHeaders): Passage {
  return {
    requestId: requestIdOf(headers),
    address: headers.get(addressHeader) ?? "unknown",
    limits: handedOnLimits(headers),
  };
}

/** For adapters: what to answer if the gate itself fails, which it should not. */
export function gateFailure(error: unknown, request: Omit<ApiRequest, "body">): Reply {
  const requestId = requestIdOf(request.headers);
  const failure = toAppError(error);
  logger().error({ error, requestId }, "the gate failed");
  return errorReply(failure, requestId, request.headers.get("accept"));
}
