import { z } from "zod";
import { idempotencyKeyLengthMax } from "../idempotency";
import type { AnyOperation, Method } from "../operation";

/** Headers that an operation takes. */
export function requestHeaders(method: Method, declared: AnyOperation) {
  const requestId = z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,64}$/)
    .optional()
    .meta({
      description: "Your own id for this request; made for you otherwise",
      example: "import-2026-11-22",
    });
  return z.object({
    "X-Request-Id": requestId,
    ...(isValidated(method, declared) ? { "If-None-Match": z.string().optional().meta(ifNoneMatch) } : {}),
    ...(declared.conditional && method !== "GET" ? { "If-Match": z.string().optional().meta(ifMatch) } : {}),
    ...(method === "POST" ? { "Idempotency-Key": idempotencyKey } : {}),
  });
}

/** Of every read that isn't a file, whatever it shows. */
export function isValidated(method: Method, { media }: AnyOperation): boolean {
  return method === "GET" && media === undefined;
}

const example = '"3.5f1c7e0ab2d94c6688aa0e21"';
const ifNoneMatch = {
  description: "ETag that you have: then 304 unless anything that is shown has changed",
  example,
};
const ifMatch = { description: "ETag on top of whose version you change; else 412", example };

const idempotencyKey = z.string().min(1).max(idempotencyKeyLengthMax).optional().meta({
  description: "Makes repeating this request safe: within 24 hours it is done once and answered alike",
  example: "order-8152",
});

const always = {
  "X-Request-Id": z.string().meta({ description: "The request's id", header: { id: "RequestId" } }),
  "RateLimit-Policy": z.string().meta({
    description: "Limits that apply (IETF draft 11)",
    header: { id: "RateLimitPolicy" },
  }),
  RateLimit: z.string().meta({
    description: "What is left of them",
    example: '"credential";r=1199;t=60',
    header: { id: "RateLimit" },
  }),
};

/** Headers that a success has. */
export function successHeaders(method: Method, declared: AnyOperation) {
  const { conditional, status, meta } = declared;
  return z.object({
    ...always,
    ...(isValidated(method, declared) || (conditional && method !== "DELETE") ? { ETag: etag } : {}),
    ...(status === 201 ? { Location: z.string().meta({ description: "Path of what was created" }) } : {}),
    ...(meta
      ? { Link: z.string().optional().meta({ description: 'The next page, rel="next" (RFC 8288)' }) }
      : {}),
    ...(method === "POST" ? { "Idempotent-Replayed": replayed } : {}),
  });
}

const etag = z.string().meta({
  description: "Validator: the version, if there is one, and a hash of what is shown",
  example,
});
const replayed = z.string().optional().meta({ description: "`true` where the answer is a stored one" });
const retryAfter = z.string().meta({ description: "Seconds after which trying again makes sense" });

/** Headers that a refusal with this status has. */
export function refusalHeaders(status: number) {
  return z.object({
    ...always,
    ...(status === 429 || status === 503 ? { "Retry-After": retryAfter } : {}),
    ...(status === 409 ? { "Retry-After": retryAfter.optional() } : {}),
    ...(status === 412 ? { ETag: etag } : {}),
    ...(status === 401 ? { "WWW-Authenticate": z.string() } : {}),
  });
}
