import { z } from "zod";
import { assertCan } from "../auth/permissions";
import { proveContext, resolveKey } from "../auth/resolve-key";
import { resolveSession } from "../auth/resolve-session";
import { StaleCredentialError } from "../auth/stale-credential";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import type { LimitState } from "../platform/rate-limit";
import { toAppError } from "../platform/to-app-error";
import { errorReply, type Reply, replyOf, toResponse } from "./answers";
import type { ApiRequest } from "./api-request";
import { bodyOf, type RequestBody } from "./body";
import { cachedReply } from "./cached-reply";
import { credentialOf } from "./credentials";
import { acceptedVersions } from "./etag";
import { unlessUnchanged } from "./etag-answer";
import { type Passage, passageOf } from "./gate";
import { fingerprintOf, idempotencyKeyOf, idempotently } from "./idempotency";
import { allLimits, assertWithin, takeKeyLimit } from "./key-limit";
import { countedAs } from "./limits";
import { type AnyOperation, type Method, methods } from "./operation";
import { noteRefusal, takeOrganisationLimits } from "./organisation-limit";
import { requestIdHeader } from "./request-id";
import { logRequest, type Seen } from "./request-log";
import { assertSameOrigin } from "./same-origin";

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
    const seen: Seen = {
      requestId,
      context: undefined,
      limit: undefined,
      quotas: [],
      failure: undefined,
      startedAt,
    };
    const body = bodyOf(request);
    let reply: Reply;
    try {
      reply = await whileProven(() => perform(declared, { request, params, body }, passage, seen));
    } catch (error) {
      seen.failure = toAppError(error);
      reply = errorReply(seen.failure, requestId, request.headers.get("accept"));
    } finally {
      body.done();
    }
    const limits = allLimits(passage.limits, [seen.limit, ...seen.quotas]);
    logRequest(request, reply.status, seen);
    return { ...reply, headers: { ...reply.headers, [requestIdHeader]: requestId, ...limits } };
  };
}

/** A remembered credential that has changed is resolved anew, and the work is done again: nothing of it was committed. */
function whileProven<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (error instanceof StaleCredentialError) return work();
    throw error;
  });
}

async function perform(declared: AnyOperation, input: Input, passage: Passage, seen: Seen): Promise<Reply> {
  const context = await contextOf(input.request, passage);
  seen.context = context;
  try {
    const reply = await answerTo(declared, input, context, seen);
    await proveContext(context);
    return reply;
  } catch (error) {
    // Whoever no longer has a credential learns nothing but that, a refusal neither. One for what the organisation asks
    // for costs as little as it can, and tells nothing else.
    const isRefusal = error instanceof AppError || error instanceof z.ZodError;
    if (isRefusal && seen.quotas.every(({ allowed }) => allowed)) await proveContext(context);
    throw error;
  }
}

async function answerTo(
  declared: AnyOperation,
  input: Input,
  context: TenantContext,
  seen: Seen,
): Promise<Reply> {
  const { request, params: path, body: sent } = input;
  // Once for a request that is worked on again, unless it is because the limit is another by now.
  if (seen.limit?.policy.max !== (context.rateLimitPerMinute ?? undefined)) {
    seen.limit = await takeKeyLimit(context);
  }
  assertWithin(seen.limit);
  if (seen.quotas.length === 0) seen.quotas = takeOrganisationLimits(context);
  assertWithinQuotas(seen.quotas, context, request);
  if (declared.permission !== "public") assertCan(context, declared.permission);
  else if (context.audience === "staff") assertCan(context, "read");
  if (request.method === "GET" || request.method === "HEAD") {
    const make = () => read(declared, input, context);
    const { cacheTags } = declared;
    const reply = cacheTags
      ? cachedReply(context, cacheTags[context.audience], `${declared.id} ${targetOf(request)}`, make)
      : make().then((answer) => replyOf(answer, true));
    return unlessUnchanged(request, await reply);
  }
  const params = paramsOf(declared, path);
  const query = declared.query?.parse(queryOf(request));
  const key = request.method === "POST" ? idempotencyKeyOf(request.headers) : null;
  const raw = declared.body ? await sent.read(context.tenantId) : undefined;
  const body = declared.body?.parse(raw);
  const versions = acceptedVersions(request);
  const handle = (inner: TenantContext) =>
    declared.handle({ context: inner, params, query, body, request, versions });
  return key === null
    ? replyOf(await handle(context))
    : idempotently(
        context,
        { key, fingerprint: fingerprintOf(request, raw), databaseOnly: declared.databaseOnly },
        handle,
      );
}

/** What doesn't change anything has no body and no conditions. */
function read(declared: AnyOperation, { request, params: path }: Input, context: TenantContext) {
  const params = paramsOf(declared, path);
  const query = declared.query?.parse(queryOf(request));
  return declared.handle({ context, params, query, body: undefined, request, versions: undefined });
}

/** Throws `rate_limited` if the organisation is over a limit; for a moment the gate then refuses this client itself. */
function assertWithinQuotas(quotas: LimitState[], { address }: TenantContext, { headers }: ApiRequest): void {
  const exceeded = quotas.find(({ allowed }) => !allowed);
  if (!exceeded) return;
  const credential = credentialOf(headers);
  if (credential) noteRefusal(countedAs(credential, address ?? "unknown"), exceeded);
  assertWithin(exceeded, "plan of this organisation");
}

/** What the request brings. */
interface Input {
  request: ApiRequest;
  params: Record<string, string>;
  body: RequestBody;
}

/** The path's variable parts. One that can't be the name of anything is answered like one that names nothing. */
function paramsOf({ params, notFound }: AnyOperation, path: Record<string, string>): unknown {
  const parsed = params?.safeParse(path);
  if (parsed?.success === false) throw notFound?.() ?? new AppError("not_found", "Not found");
  return parsed?.data ?? {};
}

async function contextOf(
  request: ApiRequest,
  { requestId, address, foreseen }: Passage,
): Promise<TenantContext> {
  const credential = credentialOf(request.headers);
  if (credential?.kind === "session" && !["GET", "HEAD"].includes(request.method))
    assertSameOrigin(request.headers);
  const context =
    credential?.kind === "key"
      ? await resolveKey(credential.key, requestId, address, foreseen)
      : credential && (await resolveSession(credential.token, requestId, address))?.context;
  if (!context) throw new AppError("unauthorized", "Unauthorized");
  return context;
}

/** Path and query, as they were sent. */
function targetOf({ url }: ApiRequest): string {
  return url.slice(url.indexOf("/", url.indexOf("//") + 2));
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
