import { readdirSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { addressGroup, clientAddress } from "../limits/client-address";
import { limiter } from "../limits/request-limits";
import { headersOf } from "../pipeline/node-headers";
import { requestIdHeader } from "../pipeline/request-id";
import { errorResponse } from "../pipeline/responses";
import { buildFileHeaders } from "../pipeline/security-headers";
import { config } from "../platform/config";
import { logger } from "../platform/logger";
import { ownerOf, sendResponse } from "./send-response";
import { unreadResponses } from "./unread-responses";

/** Files are dozens for each page and cost little, so an address may have so many times what it may of anything else. */
const factor = 5;

/** Bytes that are counted for a file whose reader lets it wait. */
const fileBytes = 128 * 1024;

/** Hands a build's own files on to the framework, by their exact names, and says whether a request was for one. */
export function staticFiles(
  next: RequestListener,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const names = new Set([
    "/favicon.ico",
    ...filesUnder(".next/static").map((name) => `/_next/static/${name}`),
  ]);
  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    if ((request.method !== "GET" && request.method !== "HEAD") || !names.has(path)) return false;
    serve(request, response, next).catch((error: unknown) => {
      logger().error({ error }, "a file was not sent");
      response.destroy();
    });
    return true;
  };
}

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(directory.length + 1));
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  next: RequestListener,
): Promise<void> {
  const headers = headersOf(request);
  const max = config().rateLimit.addressMax * factor;
  const policy = { name: "file", max, windowSeconds: 60, localMax: max };
  const address = clientAddress(headers, config().trustedProxies);
  const state = await limiter().take(policy, addressGroup(address));
  const safe = buildFileHeaders(config());
  if (!state.allowed) {
    const failure = {
      code: "rate_limited" as const,
      message: "Too many requests",
      retryAfterSeconds: state.resetSeconds,
    };
    const requestId = headers.get(requestIdHeader) ?? "";
    const reply = errorResponse(failure, requestId, headers.get("accept"));
    return sendResponse({ ...reply, headers: { ...reply.headers, ...safe } }, false, response);
  }
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(safe)) response.setHeader(name, value);
  unreadResponses().watch(response, ownerOf(request), fileBytes);
  next(request, response);
}
