import { isWellFormedKey } from "../auth/key-format";
import { assertCan } from "../auth/permissions";
import { resolveKey } from "../auth/resolve-key";
import { resolveSession } from "../auth/resolve-session";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
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
import { type AnyOperation, type Method, methods } from "./operation";
import { takeOrganisationLimits } from "./organisation-limit";
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
      reply = await perform(declared, { request, params, body }, passage, seen);
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

async function perform(declared: AnyOperation, input: Input, passage: Passage, seen: Seen): Promise<Reply> {
  const { request, params: path, body: sent } = input;
  const context = await contextOf(request, passage);
  seen.context = context;
  seen.limit = await takeKeyLimit(context);
  assertWithin(seen.limit);
  seen.quotas = takeOrganisationLimits(context);
  assertWithin(
    seen.quotas.find(({ allowed }) => !allowed),
    "plan of this organisation",
  );
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
    : idempotently(context, { key, fingerprint: fingerprintOf(request, raw) }, handle);
}

/** What doesn't change anything has no body and no conditions. */
function read(declared: AnyOperation, { request, params: path }: Input, context: TenantContext) {
  const params = paramsOf(declared, path);
  const query = declared.query?.parse(queryOf(request));
  return declared.handle({ context, params, query, body: undefined, request, versions: undefined });
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
  { requestId, address, generations }: Passage,
): Promise<TenantContext> {
  const credential = credentialOf(request.headers);
  const isRead = ["GET", "HEAD"].includes(request.method);
  if (credential?.kind === "session" && !isRead) assertSameOrigin(request.headers);
  const asked = { requestId, address, generations, isRead };
  const context =
    credential?.kind === "key"
      ? isWellFormedKey(credential.key) && (await resolveKey(credential.hash, asked))
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
