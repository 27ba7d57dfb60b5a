import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { addressGroup } from "../limits/client-address";
import { assertMayRender } from "../limits/page-limit";
import type { RequestContext } from "../pipeline/context";
import { loggablePath } from "../pipeline/paths";
import { admit } from "../pipeline/pipeline";
import { requestIdHeader } from "../pipeline/request-id";
import { commonHeaders } from "../pipeline/response-headers";
import { errorResponse } from "../pipeline/responses";
import { securityHeaders } from "../pipeline/security-headers";
import { config } from "../platform/config";
import { logger, plainLogger } from "../platform/logger";
import { toAppError } from "../platform/to-app-error";
import { markAdmitted } from "./admitted-header";
import { requestOf } from "./api-host";
import { withNonce } from "./cacheable-page";
import { admitForm } from "./forms";
import { publicAddressOf } from "./public-address";
import { type Answered, publicPage } from "./public-pages";
import { refuseUnread, sendLong, sendResponse } from "./send-response";
import { unreadResponses } from "./unread-responses";
import { asksForPage } from "./untrusted-headers";

const compress = promisify(gzip);

/** Bytes that are counted for a page of the framework's whose reader lets it wait. */
const pageBytes = 2 * 1024 * 1024;

/**
 * Admits all that isn't the API's, answers what can be answered of kept pages, and hands the rest on to the
 * framework: so that nothing reaches it uncounted, however its own rules for paths read one, and nothing leaves it bare.
 */
export function pagesListener(next: RequestListener): RequestListener {
  return (request, response) => {
    serve(request, response, next).catch((error: unknown) => {
      if (response.destroyed) return;
      logger().error({ error }, "a page was not sent to its end");
      response.destroy();
    });
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  next: RequestListener,
): Promise<void> {
  const asked = requestOf(request, response);
  const { context, refusal } = await admit(asked);
  if (refusal) return sendResponse(refusal, request.method === "HEAD", response);
  const { requestId, address } = context;
  const answerHeaders = commonHeaders(context, asked.headers);
  try {
    await answer(request, response, { context, answerHeaders }, next);
  } catch (error) {
    if (response.headersSent) throw error;
    const failure = toAppError(error);
    const reply = errorResponse(failure, requestId, request.headers.accept ?? null);
    if (failure.code === "internal_error")
      logger().error({ error, requestId, address }, "a page could not be made");
    else logRefusal(request, context, { status: reply.status, code: failure.code });
    const headers = { ...reply.headers, ...answerHeaders, ...securityHeaders(null, config()) };
    await sendResponse({ ...reply, headers }, request.method === "HEAD", response);
  }
}

function logRefusal(
  { method, url }: IncomingMessage,
  { requestId, address }: RequestContext,
  how: { status: number; code: string },
): void {
  const path = loggablePath((url ?? "").split("?")[0] ?? "").slice(0, 200);
  plainLogger().info({ requestId, method, path, ...how, address }, "page refused");
}

interface Admitted {
  context: RequestContext;
  answerHeaders: Record<string, string>;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  admitted: Admitted,
  next: RequestListener,
): Promise<void> {
  const { context, answerHeaders } = admitted;
  const { address, requestId } = context;
  const mayRender = () => assertMayRender(context);
  const isRead = request.method === "GET" && asksForPage(request.headers);
  const page = isRead ? publicAddressOf(request.url ?? "") : undefined;
  if (page) {
    const answered = await publicPage(page, { requestId, assertMayRender: mayRender }, next);
    return send(answered, admitted, request, response);
  }
  await mayRender();
  const owner = addressGroup(address);
  if (!unreadResponses().hasRoom(owner, pageBytes)) return refuseUnread(response);
  const whole = await admitForm(request, response, context);
  if (response.destroyed) return;
  unreadResponses().watch(response, owner, pageBytes);
  markAdmitted(whole, response, context, answerHeaders);
  // They go out with the page's beginning; the framework would have them sent before, in a write of their own.
  response.flushHeaders = () => undefined;
  next(whole, response);
}

async function send(
  answered: Answered,
  { context: { nonce }, answerHeaders }: Admitted,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!answered.page) {
    const { status, headers, body } = answered.made;
    setHeaders(response, answerHeaders);
    setHeaders(response, { ...headers, [requestIdHeader]: answerHeaders[requestIdHeader] ?? "" });
    return sendLong(status, {}, body, response);
  }
  setHeaders(response, answered.page.headers);
  setHeaders(response, answerHeaders);
  const html = withNonce(answered.page, nonce ?? "");
  if (!/\bgzip\b/.test(String(request.headers["accept-encoding"] ?? "")))
    return sendLong(200, {}, html, response);
  const body = await compress(html, { level: 3 });
  return sendLong(200, { "Content-Encoding": "gzip", Vary: "Accept-Encoding" }, body, response);
}

function setHeaders(response: ServerResponse, headers: Record<string, string | string[]>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
