import { config } from "../platform/config";
import type { RequestHeaders } from "./api-request";
import { contextHeader, type RequestContext, storeContext } from "./context";
import { requestIdHeader } from "./request-id";
import { isOwnOrigin } from "./same-origin";
import { securityHeaders } from "./security-headers";

/** What the framework finds in a request's headers, whatever a client put in their place: what is known of it waits under a word. */
export function valuesFor(headers: RequestHeaders, context: RequestContext): Record<string, string> {
  return {
    [contextHeader]: storeContext(context),
    [requestIdHeader]: context.requestId,
    // The framework compares this with the Origin of a form. Ours is checked by then, and a proxy may pass another Host.
    ...(isOwnOrigin(headers) ? { "x-forwarded-host": new URL(headers.get("origin") ?? "").host } : {}),
    // Next reads the nonce for its own scripts from here.
    "content-security-policy": securityHeaders(context.nonce, config())["Content-Security-Policy"] ?? "",
  };
}

/** The request's headers with these in their places. */
export function forwardedHeaders(request: Request, context: RequestContext): Headers {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(valuesFor(headers, context))) headers.set(name, value);
  return headers;
}
