import { limitHeaders } from "../limits/request-limits";
import { config } from "../platform/config";
import type { RequestHeaders } from "./api-request";
import { isByKey, type RequestContext } from "./context";
import { corsHeaders } from "./cors";
import { requestIdHeader } from "./request-id";
import { securityHeaders } from "./security-headers";

/** Of every answer, refusals included; whoever asks by key learns the limits with `ownHeaders`. */
export function commonHeaders(context: RequestContext, headers: RequestHeaders): Record<string, string> {
  return {
    ...securityHeaders(context.nonce, config()),
    ...(context.nonce === null ? corsHeaders(headers) : {}),
    [requestIdHeader]: context.requestId,
    ...(isByKey(context) ? {} : limitHeaders(context.limits)),
  };
}

/** Of an answer that a handler makes, wherever it runs. */
export function ownHeaders(context: RequestContext): Record<string, string> {
  return {
    [requestIdHeader]: context.requestId,
    ...(isByKey(context) ? limitHeaders(context.limits) : {}),
  };
}
