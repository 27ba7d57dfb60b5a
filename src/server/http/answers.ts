import type { AppError } from "../platform/errors";
import { etagOf } from "./etag";
import { statuses } from "./statuses";

/** What an operation answers; the pipeline turns it into a Response. */
export interface Answer<Data = unknown> {
  status: number;
  data?: Data;
  meta?: unknown;
  /** Instead of data: text that is sent as it is made. Its first part is made before the status goes out. */
  stream?: AsyncGenerator<string>;
  headers?: Record<string, string>;
}

export const ok = <Data>(data: Data, extra: Omit<Answer, "status" | "data"> = {}): Answer<Data> => ({
  status: 200,
  data,
  ...extra,
});

/** `location` is the path of what was created. */
export const created = <Data>(
  location: string,
  data: Data,
  headers: Record<string, string> = {},
): Answer<Data> => ({
  status: 201,
  data,
  headers: { Location: location, ...headers },
});

export const noContent = (): Answer<never> => ({ status: 204 });

export async function toResponse({ status, data, meta, stream, headers }: Answer): Promise<Response> {
  if (stream)
    return new Response(await streamed(stream), {
      status,
      headers: { "Cache-Control": "no-store", ...headers },
    });
  if (status === 204 || status === 304) return new Response(null, { status, headers });
  const body = meta === undefined ? { success: true, data } : { success: true, data, meta };
  return json(status, body, headers);
}

/** A failure of the first part is still an error answer; a later one breaks the connection off, so that no half file looks whole. */
async function streamed(parts: AsyncGenerator<string>): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const first = await parts.next();
  return new ReadableStream({
    start(controller) {
      if (!first.done) controller.enqueue(encoder.encode(first.value));
    },
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

/** The error as the contract words it; as RFC 9457 problem details where the request asks for them. */
export function errorResponse(error: AppError, requestId: string, accept: string | null): Response {
  const status = statuses[error.code];
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== undefined) headers["Retry-After"] = String(error.retryAfterSeconds);
  if (error.currentVersion !== undefined) headers.ETag = etagOf(error.currentVersion);
  if (status === 401) headers["WWW-Authenticate"] = 'Bearer realm="masthead"';
  const { code, message, details, conflict } = error;
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

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  // Answers to a credential are nobody else's: no cache between us and the client may keep them.
  return Response.json(body, { status, headers: { "Cache-Control": "private, no-cache", ...headers } });
}
