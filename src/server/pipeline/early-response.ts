import { config } from "../platform/config";
import type { Failure } from "../platform/errors";
import { logger } from "../platform/logger";
import type { RequestContext, RequestHead } from "./context";
import { preflightResponse } from "./cors";
import { namesTwoSessions } from "./credentials";
import { errorResponse, type HttpResponse } from "./responses";
import { isOwnOrigin } from "./same-origin";

/**
 * What can be answered before anybody is looked up: a limit that is exceeded, a browser's question before a request across
 * origins, a form from elsewhere, and who comes to something protected without any credential. Null: go on. Not an access
 * check: handlers, actions and pages authorise themselves.
 */
export function earlyResponse(context: RequestContext, request: RequestHead): HttpResponse | null {
  const { kind, credential, pathname, search, requestId } = context;
  const { headers, method } = request;
  const isOfApi = context.nonce === null;
  const asError = (failure: Failure) => errorResponse(failure, requestId, headers.get("accept"));
  const exceeded = context.limits.filter((state) => !state.allowed);
  if (exceeded.length > 0) {
    const retryAfterSeconds = Math.max(...exceeded.map((state) => state.resetSeconds));
    // No error with a stack: there may be many of these.
    return asError({ code: "rate_limited", message: "Too many requests", retryAfterSeconds });
  }
  if (isOfApi && method === "OPTIONS") return preflightResponse();
  if (credential?.kind !== "key" && namesTwoSessions(headers)) return asError(twoSessions);
  const foreign = isOfApi ? null : refuseForeignForm(request, requestId);
  if (foreign) return foreign;
  if (credential || kind === "public") return null;
  if (kind === "protected-api") return asError({ code: "unauthorized", message: "Unauthorized" });
  // What somebody typed while they were signed out elsewhere must not be lost: the action answers it with a way on.
  if (method === "POST") return null;
  // 303: whatever was sent, the login page is fetched with GET.
  const location = `/login?next=${encodeURIComponent(pathname + search)}`;
  return { status: 303, headers: { Location: location }, body: null };
}

const twoSessions: Failure = {
  code: "validation_failed",
  message:
    "Two session cookies that differ came with this request. Delete this site's cookies and sign in again",
  details: [{ path: "Cookie", message: "names two sessions" }],
};

/**
 * A form from another site, or from this one under another address than APP_URL. The framework refuses it too, as a fault of
 * its own and without telling why.
 */
function refuseForeignForm({ method, headers }: RequestHead, requestId: string): HttpResponse | null {
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
