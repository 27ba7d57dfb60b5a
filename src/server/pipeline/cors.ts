import type { RequestHeaders } from "./api-request";
import type { HttpResponse } from "./responses";

/**
 * Publishable keys are made for browsers on any site, so answers to them may be read from anywhere. Cookies are never
 * allowed across origins, and a secret key in a browser is a mistake that we don't help along.
 */
export function corsHeaders(headers: RequestHeaders): Record<string, string> {
  const usesPublishableKey = /^Bearer +mh_pk_/i.test(headers.get("authorization")?.trim() ?? "");
  if (!usesPublishableKey) return {};
  return {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
  };
}

/** A browser asks before it sends an Authorization header across origins; this question itself carries no credential. */
export function preflightResponse(): HttpResponse {
  return {
    status: 204,
    body: null,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "GET, HEAD",
      "Access-Control-Allow-Headers": "Authorization, Accept, If-None-Match, X-Request-Id",
      "Access-Control-Max-Age": "86400",
    },
  };
}
