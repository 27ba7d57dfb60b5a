import { errorCodes } from "../generated/error-codes";
import type { Failure } from "../platform/errors";
import { etagOf, hashOf, shownEtag } from "./etag";

/** What an operation answers; the pipeline turns it into a Response. */
export interface OperationResult<Data = unknown> {
  status: number;
  data?: Data;
  meta?: unknown;
  /** Instead of data: text that is sent as it is made. Its first part is made before the status goes out. */
  stream?: AsyncGenerator<string>;
  headers?: Record<string, string>;
  /** Of the one thing that `data` is; its ETag is made of it. */
  version?: number;
  /** False: not to be kept for others, though the operation's answers are. */
  isCacheable?: boolean;
}

export const ok = <Data>(
  data: Data,
  extra: Omit<OperationResult, "status" | "data"> = {},
): OperationResult<Data> => ({
  status: 200,
  data,
  ...extra,
});

/** `location` is the path of what was created. */
export const created = <Data>(
  location: string,
  data: Data,
  { version }: { version?: number } = {},
): OperationResult<Data> => ({
  status: 201,
  data,
  headers: { Location: location },
  ...(version === undefined ? {} : { version }),
});

export const noContent = (): OperationResult<never> => ({ status: 204 });

/** What goes out, before it takes the form that a host wants. */
export interface HttpResponse {
  status: number;
  /** By name; no name twice, whatever its case. */
  headers: Record<string, string>;
  body: string | Buffer<ArrayBuffer> | AsyncGenerator<string> | null;
}

/**
 * A read (`isRead`), and whatever has a version, gets an ETag. A failure of a stream's first part still throws; a later one
 * breaks the connection off, so that no half file looks whole.
 */
export async function responseOf(answer: OperationResult, isRead = false): Promise<HttpResponse> {
  const { status, stream, headers = {}, version } = answer;
  if (stream) {
    return { status, headers: { "Cache-Control": "no-store", ...headers }, body: await begun(stream) };
  }
  if (status === 204) return { status, headers, body: null };
  const { data, meta } = answer;
  const text = JSON.stringify(meta === undefined ? { success: true, data } : { success: true, data, meta });
  if (!isRead && version === undefined) return jsonReply(status, text, headers);
  return jsonReply(status, text, { ...headers, ETag: shownEtag(hashOf(text), version) });
}

/** The failure as the contract words it; as RFC 9457 problem details where the request asks for them. */
export function errorResponse(failure: Failure, requestId: string, accept: string | null): HttpResponse {
  const status = errorCodes[failure.code].status;
  const headers: Record<string, string> = {};
  if (failure.retryAfterSeconds !== undefined) headers["Retry-After"] = String(failure.retryAfterSeconds);
  if (failure.currentVersion !== undefined) headers.ETag = etagOf(failure.currentVersion);
  if (status === 401) headers["WWW-Authenticate"] = 'Bearer realm="masthead"';
  const { code, message, details, conflict } = failure;
  if (accept?.includes("application/problem+json")) {
    const problem = {
      type: `/docs/api/errors#${code}`,
      title: message,
      status,
      code,
      requestId,
      errors: details,
      conflict,
    };
    return json(status, problem, { ...headers, "Content-Type": "application/problem+json" });
  }
  return json(status, { success: false, error: message, code, requestId, details, conflict }, headers);
}

export function toResponse({ status, headers, body }: HttpResponse): Response {
  return new Response(isStream(body) ? streamOf(body) : body, { status, headers });
}

export function isStream(body: HttpResponse["body"]): body is AsyncGenerator<string> {
  return body !== null && typeof body !== "string" && !Buffer.isBuffer(body);
}

/** The same parts, the first of them made already. */
async function begun(parts: AsyncGenerator<string>): Promise<AsyncGenerator<string>> {
  const first = await parts.next();
  return (async function* () {
    try {
      if (first.done) return;
      yield first.value;
      yield* parts;
    } finally {
      await parts.return(undefined);
    }
  })();
}

function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return jsonReply(status, JSON.stringify(body), headers);
}

function jsonReply(status: number, body: string, headers: Record<string, string>): HttpResponse {
  // Answers to a credential are nobody else's: no cache between us and the client may keep them.
  const all = { "Content-Type": "application/json", "Cache-Control": "private, no-cache", ...headers };
  return { status, headers: all, body };
}
