import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { loggablePath } from "../pipeline/paths";
import { requestIdHeader } from "../pipeline/request-id";
import { plainLogger } from "../platform/logger";
import { type ActionAttempt, runAttempt, unbegunAttempt } from "./action-attempt";

const message = "This form could not be read. Load the page again, then send it once more.";

/**
 * The framework takes the arguments of a Server Action apart before anything of ours is asked, and answers what it can't
 * read with 500, several lines of errors in the log included. As long as no action has begun it is the request that is
 * wrong: that is answered with 400 and leaves one line.
 */
export function refusesMalformedActions(next: RequestListener): RequestListener {
  for (const name of ["warn", "error"] as const) keepUnbegunFrom(name);
  // What the framework sends on to another page of its own has the same id: both are one attempt.
  const attempts = new Map<string, ActionAttempt>();
  return (request, response) => {
    if (!mayBeAction(request)) return next(request, response);
    const id = String(request.headers[requestIdHeader]);
    const attempt = attempts.get(id) ?? { begun: false };
    if (!attempts.has(id)) {
      attempts.set(id, attempt);
      response.once("finish", () => logUnbegun(request, response, attempt));
      response.once("close", () => attempts.delete(id));
    }
    refuseUnbegun(response, attempt);
    runAttempt(attempt, () => next(request, response));
  };
}

function mayBeAction({ method, headers }: IncomingMessage): boolean {
  if (method !== "POST") return false;
  return headers["next-action"] !== undefined || /^multipart\/form-data/i.test(headers["content-type"] ?? "");
}

/** What the framework writes to the console of such a request says nothing that our own line doesn't. */
function keepUnbegunFrom(name: "warn" | "error"): void {
  const { console } = globalThis;
  const write = console[name].bind(console);
  console[name] = (...parts: unknown[]) => {
    if (!unbegunAttempt()) write(...parts);
  };
}

type Method = (...args: unknown[]) => unknown;

/** Looked at when the first byte goes out: by then the framework has made up its mind. */
function refuseUnbegun(response: ServerResponse, attempt: ActionAttempt): void {
  const own = response as unknown as Record<"writeHead" | "write" | "end", Method>;
  const { writeHead, write, end } = own;
  let isRefused = false;
  const refuses = (status: number): boolean => {
    if (isRefused || attempt.begun || response.headersSent || !isFault(status, response)) return isRefused;
    isRefused = true;
    for (const name of ["content-encoding", "transfer-encoding", "vary", "etag"]) response.removeHeader(name);
    response.statusCode = 400;
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.setHeader("Content-Length", Buffer.byteLength(message));
    end.call(response, message);
    return true;
  };
  own.writeHead = (status, ...rest) =>
    !isRefused && refuses(Number(status)) ? response : writeHead.call(response, status, ...rest);
  own.write = (...args) => refuses(response.statusCode) || write.apply(response, args);
  own.end = (...args) => (refuses(response.statusCode) ? response : end.apply(response, args));
}

/** What was sent on to another page, and was refused there, comes back as an empty object. */
function isFault(status: number, response: ServerResponse): boolean {
  if (status >= 500) return true;
  return status === 200 && String(response.getHeader("content-type")).startsWith("application/json");
}

function logUnbegun(request: IncomingMessage, response: ServerResponse, attempt: ActionAttempt): void {
  if (attempt.begun || response.statusCode < 400) return;
  const line = {
    requestId: request.headers[requestIdHeader],
    method: request.method,
    path: loggablePath((request.url ?? "").split("?")[0] ?? "").slice(0, 200),
    status: response.statusCode,
    reason: attempt.reason,
  };
  plainLogger().info(line, "form refused");
}
