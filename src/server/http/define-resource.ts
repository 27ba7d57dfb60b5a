import { z } from "zod";
import { assertCan, type Permission } from "../auth/permissions";
import { resolveKey } from "../auth/resolve-key";
import { resolveSession } from "../auth/resolve-session";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import { logger } from "../platform/logger";
import type { LimitState } from "../platform/rate-limit";
import { toAppError } from "../platform/to-app-error";
import { type Answer, errorResponse, toResponse } from "./answers";
import { readJson } from "./body";
import { addressHeader } from "./client-address";
import { credentialOf } from "./credentials";
import { acceptedVersions } from "./etag";
import { answerLimits, assertWithin, takeKeyLimit } from "./key-limit";
import { requestIdHeader, requestIdOf } from "./request-id";
import { assertSameOrigin } from "./same-origin";
import { statuses } from "./statuses";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];

export interface Call<Query, Body> {
  context: TenantContext;
  /** The path's `[id]`, which has the form of an id; there may be no such thing. Empty where the path has none. */
  params: { id: string };
  query: Query;
  body: Body;
  request: Request;
  /** Versions that If-Match accepts; undefined: any. */
  versions: number[] | undefined;
}

export interface Operation<Query extends z.ZodType, Body extends z.ZodType> {
  /** What the role must allow. `public`: visitors' content, open to publishable keys as well as to readers. */
  permission: Permission | "public";
  /** For paths with an `{id}`: what is missing if the id can't be one. */
  notFound?: () => AppError;
  query?: Query;
  body?: Body;
  handle(call: Call<z.output<Query>, z.output<Body>>): Promise<Answer>;
}

/** Declares one operation; only here so that TypeScript infers the types of its schemas. */
export function operation<
  Query extends z.ZodType = z.ZodType<undefined>,
  Body extends z.ZodType = z.ZodType<undefined>,
>(declared: Operation<Query, Body>): Operation<z.ZodType, z.ZodType> {
  return declared as unknown as Operation<z.ZodType, z.ZodType>;
}

type Handler = (
  request: Request,
  segment?: { params?: Promise<Record<string, string>> },
) => Promise<Response>;

/**
 * The methods of one resource, for a route file to export. Each request takes the same way: request id → actor → tenant
 * → permission → parse → service → answer or error → log line. Methods that aren't declared answer 405.
 */
export function defineResource(
  operations: Partial<Record<Method, Operation<z.ZodType, z.ZodType>>>,
): Record<Method, Handler> {
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

function handlerOf(declared: Operation<z.ZodType, z.ZodType>): Handler {
  return async (request, segment) => {
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
      response = await toResponse(await answer(declared, request, (await segment?.params) ?? {}, context));
    } catch (error) {
      failure = toAppError(error);
      response = errorResponse(failure, requestId, request.headers.get("accept"));
    }
    response.headers.set(requestIdHeader, requestId);
    answerLimits(response.headers, request.headers, limit);
    log(request, response.status, { requestId, context, failure, startedAt });
    return response;
  };
}

async function answer(
  declared: Operation<z.ZodType, z.ZodType>,
  request: Request,
  params: Record<string, string>,
  context: TenantContext,
): Promise<Answer> {
  if (declared.permission !== "public") assertCan(context, declared.permission);
  else if (context.audience === "staff") assertCan(context, "read");
  const { notFound } = declared;
  if (notFound && !z.uuid().safeParse(params.id).success) throw notFound();
  return declared.handle({
    context,
    params: { id: params.id ?? "" },
    query: declared.query?.parse(queryOf(request)),
    body: declared.body?.parse(await readJson(request)),
    request,
    versions: acceptedVersions(request),
  });
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
