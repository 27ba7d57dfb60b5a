import { AppError } from "../platform/errors";
import type { ApiRequest } from "./api-request";
import { contextOf, type RequestContext } from "./context";
import { type AnyOperation, type Method, methods } from "./operation";
import { respond } from "./pipeline";
import { ownHeaders } from "./response-headers";
import { errorResponse, type HttpResponse, toResponse } from "./responses";

export { operation } from "./operation";

export interface Handler {
  (request: Request, segment?: { params?: Promise<Record<string, string>> }): Promise<Response>;
  /** The same for hosts that run the first half of the pipeline themselves and send the reply in their own way. */
  reply: Replier;
  /** What the handler was declared as; none where it only refuses the method. */
  operation?: AnyOperation;
}

type Replier = (
  request: ApiRequest,
  params: Record<string, string>,
  context: RequestContext,
) => Promise<HttpResponse>;

/**
 * The methods of one resource, for a route file to export; each takes the way that `pipeline.ts` lists. Methods that aren't
 * declared answer 405.
 */
export function defineResource(operations: Partial<Record<Method, AnyOperation>>): Record<Method, Handler> {
  const allowed = methods.filter((method) => operations[method]).join(", ");
  const entries = methods.map((method) => {
    const declared = operations[method];
    const reply: Replier = declared
      ? (request, params, context) => respond(context, request, params, declared)
      : refuseMethod(allowed);
    return [method, handlerOf(reply, declared)] as const;
  });
  return Object.fromEntries(entries) as Record<Method, Handler>;
}

function handlerOf(reply: Replier, declared: AnyOperation | undefined): Handler {
  const handler = async (request: Request, segment?: { params?: Promise<Record<string, string>> }) =>
    toResponse(await reply(request, (await segment?.params) ?? {}, contextOf(request)));
  return Object.assign(handler, { reply, ...(declared ? { operation: declared } : {}) });
}

function refuseMethod(allowed: string): Replier {
  return async (request, _params, context) => {
    const error = new AppError("method_not_allowed", "Method not allowed");
    const reply = errorResponse(error, context.requestId, request.headers.get("accept"));
    return { ...reply, headers: { ...reply.headers, Allow: allowed, ...ownHeaders(context) } };
  };
}
