import type { ApiRequest } from "./api-request";
import { isNotModified } from "./etag";
import { type HttpResponse, type OperationResult, ok } from "./responses";

/** One thing with its version, of which its ETag is made. */
export function versionedResult<Data extends { version: number }>(data: Data): OperationResult<Data> {
  return ok(data, { version: data.version });
}

/** The reply to a read, or 304 without a body where the client has the same already. */
export function conditionalResponse(request: ApiRequest, reply: HttpResponse): HttpResponse {
  const { headers, status } = reply;
  if (status !== 200 || headers.ETag === undefined || !isNotModified(request, headers.ETag)) return reply;
  const { "Content-Type": _type, ...rest } = headers;
  return { status: 304, headers: rest, body: null };
}
