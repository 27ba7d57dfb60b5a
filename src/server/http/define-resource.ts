import { assertCan } from "../auth/permissions";
import { resolveKey } from "../auth/resolve-key";
import { resolveSession } from "../auth/resolve-session";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import { logger } from "../platform/logger";
import type { LimitState } from "../platform/rate-limit";
import { toAppError } from "../platform/to-app-error";
import { errorResponse, toResponse } from "./answers";
import { readJson } from "./body";
import { addressHeader } from "./client-address";
import { credentialOf } from "./credentials";
import { acceptedVersions } from "./etag";
import { fingerprintOf, idempotencyKeyOf, idempotently } from "./idempotency";
import { answerLimits, assertWithin, takeKeyLimit } from "./key-limit";
import { type AnyOperation, type Method, methods } from "./operation";
import { requestIdHeader, requestIdOf } from "./request-id";
import { assertSameOrigin } from "./same-origin";
import { statuses } from "./statuses";

export { operation } from "./operation";

export interface Handler {
  (request: Request, segment?: { params?: Promise<Record<string, string>> }): Promise<Response>;
  /** What the handler was declared as; none where it only refuses the method. */
  operation?: AnyOperation;
}

/**
 * The methods of one resource, for a route file to export. Each request takes the same way: request id → actor → tenant
 * → permission → parse → service → answer or error → log line. Methods that aren't declared answer 405.
 */
export function defineResource(operations: Partial<Record<Method, AnyOperation>>): Record<Method, Handler> {
  const allowed = methods.filter((method) => operations[method]).join(", ");
  const entries = methods.map((method) => {
    const declared = operations[method];
    return [method, declared ? handlerOf(declared) : refuseMethod(allowed)] as const;
  });
  return Object.fromEntries(entries) as Record<Method, Handler>;
}

function refuseMethod(allowed: string): Handler {
  return async (request) => {
    const error = new AppError("method_not_allowed", "Method not allowed");
    const response = errorResponse(error, requestIdOf(request.headers), request.headers.get("accept"));
    response.headers.set("Allow", allowed);
    answerLimits(response.headers, request.headers, undefined);
    return response;
  };
}

function handlerOf(declared: AnyOperation): Handler {
  const handler: Handler = async (request, segment) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request.headers);
    let context: TenantContext | undefined;
    let limit: LimitState | undefined;
    let failure: AppError | undefined;
    let response: Response;
    try {
      context = await contextOf(request, requestId);
      limit = await takeKeyLimit(context);
      assertWithin(limit);
      response = await respond(declared, request, (await segment?.params) ?? {}, context);
    } catch (error) {
      failure = toAppError(error);
      response = errorResponse(failure, requestId, request.headers.get("accept"));
    }
    response.headers.set(requestIdHeader, requestId);
    answerLimits(response.headers, request.headers, limit);
    log(request, response.status, { requestId, context, failure, startedAt });
    return response;
  };
  handler.operation = declared;
  return handler;
}

async function respond(
  declared: AnyOperation,
  request: Request,
  path: Record<string, string>,
  context: TenantContext,
): Promise<Response> {
  if (declared.permission !== "public") assertCan(context, declared.permission);
  else if (context.audience === "staff") assertCan(context, "read");
  const params = paramsOf(declared, path);
  const query = declared.query?.parse(queryOf(request));
  const key = request.method === "POST" ? idempotencyKeyOf(request.headers) : null;
  const raw = declared.body ? await readJson(request) : undefined;
  const body = declared.body?.parse(raw);
  const versions = acceptedVersions(request);
  const perform = (inner: TenantContext) =>
    declared.handle({ context: inner, params, query, body, request, versions });
  return key === null
    ? toResponse(await perform(context))
    : idempotently(context, key, fingerprintOf(request, raw), perform);
}

/** The path's variable parts. One that can't be the name of anything is answered like one that names nothing. */
function paramsOf({ params, notFound }: AnyOperation, path: Record<string, string>): unknown {
  const parsed = params?.safeParse(path);
  if (parsed?.success === false) throw notFound?.() ?? new AppError("not_found", "Not found");
  return parsed?.data ?? {};
}

async function contextOf(request: Request, requestId: string): Promise<TenantContext> {
  const credential = credentialOf(request.headers);
  const address = request.headers.get(addressHeader);
  if (credential?.kind === "session" && !["GET", "HEAD"].includes(request.method))
    assertSameOrigin(request.headers);
  const context =
    credential?.kind === "key"
      ? await resolveKey(credential.key, requestId, address)
      : credential && (await resolveSession(credential.token, requestId, address))?.context;
  if (!context) throw new AppError("unauthorized", "Unauthorized");
  return context;
}

/** Query parameters as an object. Throws `validation_failed` for one that is given twice. */
function queryOf(request: Request): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (Object.hasOwn(query, name)) {
      throw new AppError("validation_failed", "Validation failed", {
        details: [{ path: name, message: "is given twice" }],
      });
    }
    Object.defineProperty(query, name, { value, enumerable: true, configurable: true });
  }
  return query;
}

function log(
  request: Request,
  status: number,
  seen: {
    requestId: string;
    context: TenantContext | undefined;
    failure: AppError | undefined;
    startedAt: number;
  },
): void {
  const { requestId, context, failure, startedAt } = seen;
  const line = {
    requestId,
    tenantId: context?.tenantId,
    userId: context?.userId ?? undefined,
    actor: context?.actor.type,
    actorId: context && context.actor.type !== "visitor" ? context.actor.id : undefined,
    method: request.method,
    path: new URL(request.url).pathname,
    status,
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    code: failure?.code,
  };
  if (failure && statuses[failure.code] >= 500) {
    logger().error(
      { ...line, error: failure.cause ?? failure, internal: failure.internal },
      "request failed",
    );
  } else {
    logger().info(line, "request");
  }
}
