import { assertCan } from "../auth/permissions";
import { resolveKey } from "../auth/resolve-key";
import { resolveSession } from "../auth/resolve-session";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import { logger } from "../platform/logger";
import type { LimitState } from "../platform/rate-limit";
import { toAppError } from "../platform/to-app-error";
import { errorReply, type Reply, replyOf, toResponse } from "./answers";
import type { ApiRequest } from "./api-request";
import { readJson } from "./body";
import { credentialOf } from "./credentials";
import { acceptedVersions } from "./etag";
import { type Passage, passageOf } from "./gate";
import { fingerprintOf, idempotencyKeyOf, idempotently } from "./idempotency";
import { allLimits, assertWithin, takeKeyLimit } from "./key-limit";
import { type AnyOperation, type Method, methods } from "./operation";
import { requestIdHeader } from "./request-id";
import { assertSameOrigin } from "./same-origin";
import { statuses } from "./statuses";

export { operation } from "./operation";

export interface Handler {
  (request: Request, segment?: { params?: Promise<Record<string, string>> }): Promise<Response>;
  /** The same for hosts that have passed the gate themselves and send the reply in their own way. */
  reply: Replier;
  /** What the handler was declared as; none where it only refuses the method. */
  operation?: AnyOperation;
}

type Replier = (request: ApiRequest, params: Record<string, string>, passage: Passage) => Promise<Reply>;

/**
 * The methods of one resource, for a route file to export. Each request takes the same way: request id → actor → tenant
 * → permission → parse → service → answer or error → log line. Methods that aren't declared answer 405.
 */
export function defineResource(operations: Partial<Record<Method, AnyOperation>>): Record<Method, Handler> {
  const allowed = methods.filter((method) => operations[method]).join(", ");
  const entries = methods.map((method) => {
    const declared = operations[method];
    const reply = declared ? replierOf(declared) : refuseMethod(allowed);
    return [method, handlerOf(reply, declared)] as const;
  });
  return Object.fromEntries(entries) as Record<Method, Handler>;
}

function handlerOf(reply: Replier, declared: AnyOperation | undefined): Handler {
  const handler = async (request: Request, segment?: { params?: Promise<Record<string, string>> }) =>
    toResponse(await reply(request, (await segment?.params) ?? {}, passageOf(request.headers)));
  return Object.assign(handler, { reply, ...(declared ? { operation: declared } : {}) });
}

function refuseMethod(allowed: string): Replier {
  return async (request, _params, { requestId, limits }) => {
    const error = new AppError("method_not_allowed", "Method not allowed");
    const reply = errorReply(error, requestId, request.headers.get("accept"));
    Object.assign(reply.headers, { Allow: allowed, ...limits });
    return reply;
  };
}

function replierOf(declared: AnyOperation): Replier {
  return async (request, params, passage) => {
    const startedAt = performance.now();
    const { requestId } = passage;
    let context: TenantContext | undefined;
    let limit: LimitState | undefined;
    let failure: AppError | undefined;
    let reply: Reply;
    try {
      context = await contextOf(request, passage);
      limit = await takeKeyLimit(context);
      assertWithin(limit);
      reply = await respond(declared, request, params, context);
    } catch (error) {
      failure = toAppError(error);
      reply = errorReply(failure, requestId, request.headers.get("accept"));
    }
    const headers = { ...reply.headers, [requestIdHeader]: requestId, ...allLimits(passage.limits, limit) };
    log(request, reply.status, { requestId, context, failure, startedAt });
    return { ...reply, headers };
  };
}

async function respond(
  declared: AnyOperation,
  request: ApiRequest,
  path: Record<string, string>,
  context: TenantContext,
): Promise<Reply> {
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
    ? replyOf(await perform(context))
    : idempotently(context, key, fingerprintOf(request, raw), perform);
}

/** The path's variable parts. One that can't be the name of anything is answered like one that names nothing. */
function paramsOf({ params, notFound }: AnyOperation, path: Record<string, string>): unknown {
  const parsed = params?.safeParse(path);
  if (parsed?.success === false) throw notFound?.() ?? new AppError("not_found", "Not found");
  return parsed?.data ?? {};
}

async function contextOf(request: ApiRequest, { requestId, address }: Passage): Promise<TenantContext> {
  const credential = credentialOf(request.headers);
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
function queryOf(request: ApiRequest): Record<string, string> {
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
  request: ApiRequest,
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
