import { type Answer, ok } from "./answers";
import type { ApiRequest } from "./api-request";
import { etagOf, isNotModified } from "./etag";

/**
 * One thing with its version as the ETag. With `request`, that of a GET, the answer is 304 without a body where the
 * client has this version already.
 */
export function versionedAnswer<Data extends { version: number }>(
  data: Data,
  request?: ApiRequest,
): Answer<Data> {
  const headers = { ETag: etagOf(data.version) };
  return request && isNotModified(request, data.version) ? { status: 304, headers } : ok(data, { headers });
}
