import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { addressGroup, clientAddress } from "../limits/client-address";
import { headersOf } from "../pipeline/node-headers";
import { requestIdHeader } from "../pipeline/request-id";
import { errorResponse, type HttpResponse, isStream } from "../pipeline/responses";
import { securityHeaders } from "../pipeline/security-headers";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { unreadResponses } from "./unread-responses";

/** Longer bodies are written in parts of so many bytes, so that it can be told who goes on reading. */
const partBytes = 64 * 1024;

/** Bytes that are counted for an answer that is made while it is read. */
const streamBytes = 4 * 1024 * 1024;

/** Whose answers are counted together: those to one client's address. */
export function ownerOf(request: IncomingMessage): string {
  return addressGroup(clientAddress(headersOf(request), config().trustedProxies));
}

/** Sends an answer, and refuses to if more waits for its reader already than may. */
export async function sendResponse(
  reply: HttpResponse,
  isHead: boolean,
  outgoing: ServerResponse,
): Promise<void> {
  const { status, headers, body } = reply;
  if (isStream(body)) return sendStream(reply, body, isHead, outgoing);
  const bytes = body === null ? 0 : Buffer.byteLength(body);
  if (!isHead && body !== null && bytes > partBytes)
    return sendLong(status, headers, Buffer.isBuffer(body) ? body : Buffer.from(body), outgoing);
  const length = body === null ? {} : { "Content-Length": bytes };
  // Of a body that didn't come there may be no end.
  if (status === 503 && !outgoing.req.complete) outgoing.setHeader("Connection", "close");
  outgoing.writeHead(status, { ...headers, ...length });
  outgoing.end(isHead ? undefined : (body ?? undefined));
  if (outgoing.writableLength > 0) unreadResponses().hold(outgoing, ownerOf(outgoing.req), bytes);
}

/** Sends bytes, in parts as they are taken. */
export async function sendLong(
  status: number,
  headers: HttpResponse["headers"],
  body: Buffer,
  outgoing: ServerResponse,
): Promise<void> {
  const owner = ownerOf(outgoing.req);
  if (!unreadResponses().hasRoom(owner, body.byteLength)) return refuseUnread(outgoing);
  outgoing.writeHead(status, { ...headers, "Content-Length": body.byteLength });
  for (let start = 0; start < body.byteLength && !outgoing.destroyed; start += partBytes) {
    if (outgoing.write(body.subarray(start, start + partBytes))) continue;
    unreadResponses().hold(outgoing, owner, body.byteLength);
    await takenOrGone(outgoing);
  }
  outgoing.end();
}

async function takenOrGone(outgoing: ServerResponse): Promise<void> {
  const over = new AbortController();
  const options = { signal: over.signal };
  try {
    await Promise.race([once(outgoing, "drain", options), once(outgoing, "close", options)]);
  } finally {
    over.abort();
  }
}

async function sendStream(
  { status, headers }: HttpResponse,
  body: AsyncGenerator<string>,
  isHead: boolean,
  outgoing: ServerResponse,
): Promise<void> {
  const owner = ownerOf(outgoing.req);
  if (outgoing.destroyed) return void (await body.return(undefined));
  const hasRoom = isHead || unreadResponses().hasRoom(owner, streamBytes);
  if (isHead || !hasRoom) await body.return(undefined);
  if (!hasRoom) return refuseUnread(outgoing);
  outgoing.writeHead(status, headers);
  if (isHead) return void outgoing.end();
  unreadResponses().hold(outgoing, owner, streamBytes);
  await pipeline(body, outgoing);
}

/** Refuses what would only add to answers that wait. The connection ends: what was sent on it before isn't read either. */
export function refuseUnread(outgoing: ServerResponse): void {
  const failure = new AppError("unavailable", "Too many answers wait to be read", { retryAfterSeconds: 2 });
  const requestId = String(outgoing.req.headers[requestIdHeader] ?? "");
  const { status, headers, body } = errorResponse(failure, requestId, outgoing.req.headers.accept ?? null);
  const all = { ...headers, ...securityHeaders(null, config()), Connection: "close" };
  outgoing.writeHead(status, { ...all, ...(requestId && { [requestIdHeader]: requestId }) });
  outgoing.end(String(body));
}
