import type { TenantContext } from "../auth/tenant-context";
import { takeKeyLimit } from "../limits/key-limit";
import { takeOrganisationLimits } from "../limits/organisation-limit";
import { takeRequestLimits } from "../limits/request-limits";
import type { AppError } from "../platform/errors";
import { logger } from "../platform/logger";
import { toAppError } from "../platform/to-app-error";
import type { ApiRequest } from "./api-request";
import { authenticate, authorise } from "./authenticate";
import { bodyOf, type RequestBody } from "./body";
import { cachedResponse } from "./cached-response";
import { openRequest, type RequestContext, type RequestHead } from "./context";
import { earlyResponse } from "./early-response";
import { conditionalResponse } from "./etag-response";
import { fingerprintOf, idempotencyKeyOf, idempotently } from "./idempotency";
import type { AnyOperation } from "./operation";
import { parseChange, parseRead } from "./parse";
import { logRefusal, logRequest } from "./request-log";
import { commonHeaders, ownHeaders } from "./response-headers";
import { errorResponse, type HttpResponse, responseOf } from "./responses";

/**
 * The way of every request, from top to bottom: here the first half, in front of whatever handles it. The API's host goes on
 * with `respond` at once. In front of the framework it is the host of pages, or `middleware.ts` where there is none, that
 * runs it, and what is known of the request waits for the second half: see `storeContext`.
 */
export async function admit(
  request: RequestHead,
): Promise<{ context: RequestContext; refusal: HttpResponse | null }> {
  // 1 request id, 2 address; and which credential comes with it
  const context = openRequest(request);
  try {
    // 3 limits and credential: what may be counted before anybody is looked up, and the generations of the credential's
    // tenant, in one write to Redis
    await takeRequestLimits(context, request);
    const refusal = earlyResponse(context, request);
    if (!refusal) return { context, refusal };
    logRefusal(context, request, refusal.status);
    const headers = {
      ...refusal.headers,
      ...commonHeaders(context, request.headers),
      ...ownHeaders(context),
    };
    return { context, refusal: { ...refusal, headers } };
  } catch (error) {
    logger().error({ error, requestId: context.requestId }, "a request could not be admitted");
    return {
      context,
      refusal: errorResponse(toAppError(error), context.requestId, request.headers.get("accept")),
    };
  }
}

/** The second half, for an operation of the API: the one place where its errors are caught. */
export async function respond(
  context: RequestContext,
  request: ApiRequest,
  params: Record<string, string>,
  operation: AnyOperation,
): Promise<HttpResponse> {
  const body = bodyOf(request, context.address);
  let reply: HttpResponse;
  let failure: AppError | undefined;
  try {
    reply = await work(context, request, params, operation, body);
  } catch (error) {
    failure = toAppError(error);
    reply = errorResponse(failure, context.requestId, request.headers.get("accept"));
  } finally {
    body.done();
  }
  // 11 log
  logRequest(context, request, reply.status, failure);
  return { ...reply, headers: { ...reply.headers, ...ownHeaders(context) } };
}

async function work(
  context: RequestContext,
  request: ApiRequest,
  params: Record<string, string>,
  operation: AnyOperation,
  sent: RequestBody,
): Promise<HttpResponse> {
  // 4 authenticate
  const tenant = await authenticate(context, request);
  // 5 the limits of this key, and of its organisation
  await takeKeyLimit(context, tenant);
  takeOrganisationLimits(context, tenant);
  // 6 authorise
  authorise(tenant, operation);
  const renew = async () => {
    const now = await authenticate({ ...context, generations: undefined }, request);
    authorise(now, operation);
    return now;
  };
  if (context.isRead) {
    // 7 parse, 9 handle, 10 answer: of a read that is cached, only where nobody has asked for the same
    const make = () =>
      operation.handle({ ...parseRead(operation, context, request, params), context: tenant, renew });
    const tag = operation.cacheTags?.[tenant.audience];
    const name = `${operation.id} ${context.pathname}${context.search}`;
    const reply = tag
      ? cachedResponse(tenant, tag, name, make)
      : make().then((answer) => responseOf(answer, true));
    return conditionalResponse(request, await reply);
  }
  // 7 parse
  const key = request.method === "POST" ? idempotencyKeyOf(request.headers) : null;
  const { input, raw } = await parseChange(operation, context, request, params, { tenant, sent });
  // 9 handle
  const handle = (inner: TenantContext) => operation.handle({ ...input, context: inner, renew });
  // 8 idempotency, 10 answer
  if (key === null) return responseOf(await handle(tenant));
  return idempotently(tenant, { key, fingerprint: fingerprintOf(request, raw) }, handle);
}

/** The steps in which a form differs from a request to the API; each throws to refuse it. */
export interface ActionSteps<Actor, Input, Result> {
  /** By the session alone, and from our own pages alone. */
  authenticate(): Promise<Actor>;
  /** Also that the page was made for this member in this organisation. */
  authorise(actor: Actor): Promise<void>;
  parse(): Input;
  handle(actor: Actor, input: Input): Promise<Result>;
}

/**
 * The second half for a Server Action. Requests for pages and forms have the limits of step 3 and no organisation's; a form has
 * no Idempotency-Key. Its answer is a state of the form and not a reply, which `define-action.ts` makes, and logs.
 */
export async function runAction<Actor, Input, Result>(
  steps: ActionSteps<Actor, Input, Result>,
): Promise<Result> {
  // 4 authenticate
  const actor = await steps.authenticate();
  // 6 authorise: before the form is looked at, so that whoever may not send it learns nothing of how it is filled in
  await steps.authorise(actor);
  // 7 parse
  const input = steps.parse();
  // 9 handle
  return steps.handle(actor, input);
}
