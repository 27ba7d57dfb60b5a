import type { RequestHeaders } from "../http/api-request";
import { corsHeaders } from "../http/cors";
import { limitHeaders } from "../http/limits";
import { requestIdHeader } from "../http/request-id";
import { securityHeaders } from "../http/security-headers";
import { config } from "../platform/config";
import { isByKey, type RequestContext } from "./context";

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
