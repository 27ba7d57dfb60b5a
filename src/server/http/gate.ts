import { randomBytes } from "node:crypto";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { logger } from "../platform/logger";
import type { LimitState } from "../platform/rate-limit";
import { toAppError } from "../platform/to-app-error";
import { errorResponse } from "./answers";
import { addressHeader, clientAddress } from "./client-address";
import { corsHeaders, preflightResponse } from "./cors";
import { type Credential, credentialOf } from "./credentials";
import { handOnLimits } from "./key-limit";
import { limitHeaders, takeLimits } from "./limits";
import { isApi, isSignIn, kindOf, loggablePath } from "./paths";
import { requestIdHeader, requestIdOf } from "./request-id";
import { securityHeaders } from "./security-headers";

export type GateResult =
  /** Answered here. */
  | { kind: "refuse"; response: Response }
  /** Go on, with these request headers; the answer gets `answerHeaders`. */
  | { kind: "pass"; requestHeaders: Headers; answerHeaders: Record<string, string> };

/**
 * What every request passes before anything of it is handled: a request id, rate limits, security headers, and a first
 * look at who comes without any credential. It is a convenience and a dam, not the lock: handlers, actions and pages
 * authorise themselves and stay closed without it. Knows nothing of Next, so any host can mount it.
 */
export async function gate(request: Request): Promise<GateResult> {
  const requestId = requestIdOf(request.headers);
  const nonce = randomBytes(16).toString("base64");
  const { pathname, search } = new URL(request.url);
  const security = securityHeaders(nonce, config());
  const address = clientAddress(request.headers, config().trustedProxies);
  const credential = credentialOf(request.headers);
  const states = await takeLimits(address, credential, request.method === "POST" && isSignIn(pathname));
  const limits = limitHeaders(states);
  const commonHeaders = {
    ...security,
    ...(isApi(pathname) ? corsHeaders(request.headers) : {}),
    "X-Request-Id": requestId,
  };
  const refusal = refuse(request, { pathname, search, requestId, credential, states });
  if (refusal) {
    for (const [name, value] of Object.entries({ ...commonHeaders, ...limits }))
      refusal.headers.set(name, value);
    const line = {
      requestId,
      method: request.method,
      path: loggablePath(pathname),
      status: refusal.status,
      address,
    };
    logger().info(line, "refused at the gate");
    return { kind: "refuse", response: refusal };
  }
  const requestHeaders = forwarded(request, { requestId, nonce, address, security });
  // A key may have a limit of its own; whoever looks the key up answers with all limits. See `key-limit.ts`.
  const isKeys = credential?.kind === "key" && kindOf(pathname) === "protected-api";
  handOnLimits(requestHeaders, isKeys ? limits : undefined);
  const answerHeaders = isKeys ? commonHeaders : { ...commonHeaders, ...limits };
  return { kind: "pass", requestHeaders, answerHeaders };
}

interface Seen {
  pathname: string;
  search: string;
  requestId: string;
  credential: Credential | null;
  states: LimitState[];
}

function refuse(
  request: Request,
  { pathname, search, requestId, credential, states }: Seen,
): Response | null {
  const asError = (error: AppError) => errorResponse(error, requestId, request.headers.get("accept"));
  const exceeded = states.filter((state) => !state.allowed);
  if (exceeded.length > 0) {
    const retryAfterSeconds = Math.max(...exceeded.map((state) => state.resetSeconds));
    return asError(new AppError("rate_limited", "Too many requests", { retryAfterSeconds }));
  }
  if (isApi(pathname) && request.method === "OPTIONS") return preflightResponse();
  const kind = kindOf(pathname);
  if (credential || kind === "public") return null;
  if (kind === "protected-api") return asError(new AppError("unauthorized", "Unauthorized"));
  // 303: whatever was sent, the login page is fetched with GET.
  return new Response(null, {
    status: 303,
    headers: { Location: `/login?next=${encodeURIComponent(pathname + search)}` },
  });
}

/** The request's headers for what comes behind: ours are set, and whatever a client put in their place is gone. */
function forwarded(
  request: Request,
  seen: { requestId: string; nonce: string; address: string; security: Record<string, string> },
): Headers {
  const headers = new Headers(request.headers);
  headers.set(requestIdHeader, seen.requestId);
  headers.set(addressHeader, seen.address);
  headers.set("x-nonce", seen.nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set("content-security-policy", seen.security["Content-Security-Policy"] ?? "");
  return headers;
}

/** For adapters: what to answer if the gate itself fails, which it should not. */
export function gateFailure(error: unknown, request: Request): Response {
  const requestId = requestIdOf(request.headers);
  const failure = toAppError(error);
  logger().error({ error, requestId }, "the gate failed");
  return errorResponse(failure, requestId, request.headers.get("accept"));
}
