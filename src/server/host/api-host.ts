import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiRequest } from "../pipeline/api-request";
import { headersOf } from "../pipeline/node-headers";
import { admit } from "../pipeline/pipeline";
import { commonHeaders, ownHeaders } from "../pipeline/response-headers";
import { errorResponse, type HttpResponse } from "../pipeline/responses";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { logger } from "../platform/logger";
import { ApiRouter, type Match, type ResourceModule } from "./api-router";
import { sendResponse } from "./send-response";

/** Answers a request if it is one of the API's, and says whether it was. */
export type ApiListener = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * Serves the API's routes without a page framework in between, which would cost several times what the request itself
 * does. Same pipeline, same handlers, same answers as in Next; a conformance suite asks both.
 */
export function apiListener(routes: Record<string, ResourceModule>): ApiListener {
  const router = new ApiRouter(routes);
  return (incoming, outgoing) => {
    const target = incoming.url ?? "/";
    const query = target.indexOf("?");
    const match = router.find(incoming.method ?? "GET", query < 0 ? target : target.slice(0, query));
    if (!match) return false;
    start(match, incoming, outgoing);
    return true;
  };
}

/** Answers what is none of the API's routes, for a host with nothing behind it. */
export function refuseUnknown(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const reply: Match["reply"] = async (request, _params, context) => {
    const error = new AppError("not_found", "Not found");
    const refusal = errorResponse(error, context.requestId, request.headers.get("accept"));
    return { ...refusal, headers: { ...refusal.headers, ...ownHeaders(context) } };
  };
  start({ reply, params: {} }, incoming, outgoing);
}

function start(match: Match, incoming: IncomingMessage, outgoing: ServerResponse): void {
  serve(match, requestOf(incoming, outgoing), outgoing).catch((error: unknown) => {
    logger().error({ error }, "an answer was not sent to its end");
    outgoing.destroy();
  });
}

async function serve(match: Match, request: ApiRequest, outgoing: ServerResponse): Promise<void> {
  await sendResponse(await answer(match, request), request.method === "HEAD", outgoing);
}

async function answer({ reply, params }: Match, request: ApiRequest): Promise<HttpResponse> {
  const { context, refusal } = await admit(request);
  if (refusal) return refusal;
  // As they are in front of the framework: what is counted from here on only keys learn.
  const common = commonHeaders(context, request.headers);
  const answered = await reply(request, params, context);
  return { ...answered, headers: { ...answered.headers, ...common } };
}

/** A request of node's in the form that the pipeline and handlers take. */
export function requestOf(incoming: IncomingMessage, outgoing: ServerResponse): ApiRequest {
  return {
    method: incoming.method ?? "GET",
    // Only its path and query are looked at; the host that a client names is not to be trusted.
    url: `${config().appUrl}${incoming.url ?? "/"}`,
    headers: headersOf(incoming),
    get signal() {
      return goneSignal(outgoing);
    },
    // Whoever stops reading, because it is too much, still has an answer to send on this connection.
    body: incoming.iterator({ destroyOnReturn: false }),
  };
}

/** Made only for those few who ask for it. */
function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (outgoing.destroyed) gone.abort();
  outgoing.once("close", () => gone.abort());
  return gone.signal;
}
