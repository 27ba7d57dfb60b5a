import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { clientAddress, peerHeader, peerOf, peerValue } from "../limits/client-address";
import { limitHeaders, takeLimits } from "../limits/request-limits";
import { headersOf } from "../pipeline/node-headers";
import { loggablePath } from "../pipeline/paths";
import { requestIdHeader, requestIdOf } from "../pipeline/request-id";
import { errorResponse } from "../pipeline/responses";
import { securityHeaders } from "../pipeline/security-headers";
import { config } from "../platform/config";
import type { AppError } from "../platform/errors";
import { logger, plainLogger } from "../platform/logger";
import { inFlightRecord } from "./in-flight";
import { faultOf } from "./request-target";
import { ownerOf, refuseUnread, sendResponse } from "./send-response";
import { unreadResponses } from "./unread-responses";
import { dropInternalHeaders } from "./untrusted-headers";

/**
 * What each request meets first: whatever it pretends to be from inside goes, what can't be meant for any route is refused,
 * and where too many answers wait for their readers nothing is begun.
 */
export function filterRequests(listener: RequestListener): RequestListener {
  const inFlight = inFlightRecord(config().inFlightFile);
  return (request, response) => {
    // What the framework sends once more, from this process to itself, keeps the address of whoever sent it first.
    const peer = peerOf(headersOf(request)) ?? request.socket.remoteAddress ?? "unknown";
    dropInternalHeaders(request.headers);
    const { headers } = request;
    headers[peerHeader] = peerValue(peer);
    const requestId = requestIdOf(headersOf(request));
    headers[requestIdHeader] = requestId;
    inFlight?.note(request, response, requestId);
    const fault = faultOf(request.method ?? "", request.url ?? "");
    if (fault) return refuse(request, response, fault);
    if (unreadResponses().bytes > 0 && !unreadResponses().hasRoom(ownerOf(request)))
      return refuseUnread(response);
    listener(request, response);
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, fault: AppError): void {
  refused(request, response, fault).catch((error: unknown) => {
    logger().error({ error }, "a refusal was not sent");
    response.destroy();
  });
}

/** Counted like everything else: it may be sent without end. */
async function refused(request: IncomingMessage, response: ServerResponse, fault: AppError): Promise<void> {
  const headers = headersOf(request);
  const requestId = requestIdOf(headers);
  const address = clientAddress(headers, config().trustedProxies);
  const states = await takeLimits(address, null, false);
  const exceeded = states.filter((state) => !state.allowed);
  const retryAfterSeconds = Math.max(...exceeded.map((state) => state.resetSeconds));
  const failure =
    exceeded.length > 0
      ? { code: "rate_limited" as const, message: "Too many requests", retryAfterSeconds }
      : fault;
  const reply = errorResponse(failure, requestId, headers.get("accept"));
  const [path = ""] = (request.url ?? "").split("?");
  const line = {
    requestId,
    method: request.method,
    path: loggablePath(path).slice(0, 200),
    status: reply.status,
    address,
  };
  plainLogger().info(line, "refused at the door");
  const all = {
    ...reply.headers,
    ...securityHeaders(null, config()),
    ...limitHeaders(states),
    [requestIdHeader]: requestId,
  };
  await sendResponse({ ...reply, headers: all }, request.method === "HEAD", response);
}
