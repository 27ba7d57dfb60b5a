import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { articlesTag } from "../articles/read";
import { resolveSite } from "../auth/resolve-site";
import { cache } from "../platform/cache";
import { logger } from "../platform/logger";
import { requestOf, sendReply } from "./api-host";
import { believeCounted, countedHeader } from "./counted";
import { gate, gateFailure } from "./gate";
import { requestIdHeader } from "./request-id";

/** A page as it was made once; its nonce stands between the parts. Bytes and not text, which would fill the heap. */
interface Page {
  headers: Record<string, string>;
  parts: Buffer[];
}

function sizeOf(page: Page | null): number {
  return page ? page.parts.reduce((sum, part) => sum + part.length, 2_000) : 0;
}

/** Headers that belong to one answer and not to the page; the gate's come on top of what is left. */
const ownHeaders = new Set(["connection", "content-length", "date", "keep-alive", "transfer-encoding"]);

const compress = promisify(gzip);

/**
 * Answers visitors' requests for a tenant's public pages from the tenant's cache, in front of the framework, which needs
 * dozens of times what it takes to hand out a page that is made. Only for whoever brings no cookie and no key: their pages
 * are all the same, but for the nonce of their content security policy, which is new in each answer. What changes an
 * article forgets its pages after the commit, on all processes, as it does with every published read.
 */
export function withPublicPages(next: RequestListener): RequestListener {
  believeCounted();
  return (request, response) => {
    const slug = request.method === "GET" ? siteOf(request) : undefined;
    if (slug === undefined) return next(request, response);
    serve(slug, request, response, next).catch((error: unknown) => {
      logger().error({ error }, "a page was not sent to its end");
      response.destroy();
    });
  };
}

/** The tenant's slug of a request that the cache may answer. Pages of a made-up query are not kept. */
function siteOf({ url = "", headers }: IncomingMessage): string | undefined {
  if (headers.cookie || headers.authorization || headers.rsc || headers["next-action"]) return undefined;
  return /^\/p\/([a-z0-9-]{1,63})(?:\/[a-zA-Z0-9%-]{1,1800})?(?:\?(?:tag=[a-zA-Z0-9%-]{1,900}|page=\d{1,4}))?$/.exec(
    url,
  )?.[1];
}

async function serve(
  slug: string,
  request: IncomingMessage,
  response: ServerResponse,
  next: RequestListener,
): Promise<void> {
  const asked = requestOf(request);
  const result = await gate(asked).catch((error: unknown) => ({
    kind: "refuse" as const,
    reply: gateFailure(error, asked),
  }));
  if (result.kind === "refuse") return sendReply(result.reply, false, response);
  const { passage, nonce, answerHeaders } = result;
  // What Next's own gate is not to count again, and so can't tell.
  Object.assign(request.headers, { [countedHeader]: "yes", [requestIdHeader]: passage.requestId });
  for (const name of ["RateLimit", "RateLimit-Policy"]) {
    const value = answerHeaders[name];
    if (value) response.setHeader(name, value);
  }
  let isAnswered = false;
  const answer = (): void => {
    isAnswered = true;
    next(request, response);
  };
  const make = async (): Promise<Page | null> => {
    if (isAnswered) return null;
    const made = captured(request, response);
    answer();
    return made;
  };
  const page = await inTime(find(slug, request.url ?? "", passage.requestId, make));
  if (isAnswered) return;
  if (!page) return answer();
  isAnswered = true;
  await send(page, nonce ?? "", answerHeaders, request, response);
}

/** How long to wait for a page that another request has made, in milliseconds: whoever gets that one may read slowly. */
const waitMs = 2_000;

async function inTime(page: Promise<Page | null>): Promise<Page | null> {
  const over = new AbortController();
  const first = await Promise.race([
    page.catch(() => null),
    sleep(waitMs, null, { signal: over.signal }).catch(() => null),
  ]);
  over.abort();
  return first;
}

/** From the cache, or made by `make`; null for what can't be kept. Its tenant's name is part of what it was made from. */
async function find(
  slug: string,
  url: string,
  requestId: string,
  make: () => Promise<Page | null>,
): Promise<Page | null> {
  const { tenantId, tenantName } = await resolveSite(slug, requestId);
  return cache().read(tenantId, [articlesTag], `page:${url}:${tenantName}`, make, { sizeOf });
}

/** What the framework answers, once it has. Whoever waits for it is answered by the framework too if it can't be kept. */
function captured(request: IncomingMessage, response: ServerResponse): Promise<Page | null> {
  // As text; whoever gets it from the cache gets it compressed there.
  delete request.headers["accept-encoding"];
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk, encoding as BufferEncoding | undefined));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const { write, end } = response;
  response.write = ((...args: Parameters<typeof write>) => {
    keep(args[0], typeof args[1] === "string" ? args[1] : undefined);
    return write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    keep(args[0], typeof args[1] === "string" ? args[1] : undefined);
    return end.apply(response, args);
  }) as typeof end;
  return new Promise((resolve) => {
    response.once("close", () => {
      resolve(response.writableFinished ? pageOf(response, Buffer.concat(chunks).toString("utf8")) : null);
    });
  });
}

function pageOf(response: ServerResponse, html: string): Page | null {
  const policy = String(response.getHeader("content-security-policy") ?? "");
  const nonce = /'nonce-([^']{16,})'/.exec(policy)?.[1];
  if (response.statusCode !== 200 || response.hasHeader("set-cookie") || nonce === undefined) return null;
  const headers = Object.entries(response.getHeaders()).flatMap(([name, value]) =>
    value === undefined ||
    ownHeaders.has(name) ||
    name.startsWith("ratelimit") ||
    String(value).includes(nonce)
      ? []
      : [[name, String(value)] as const],
  );
  return { headers: Object.fromEntries(headers), parts: html.split(nonce).map((part) => Buffer.from(part)) };
}

async function send(
  { headers, parts }: Page,
  nonce: string,
  answerHeaders: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  for (const [name, value] of Object.entries(answerHeaders)) response.setHeader(name, value);
  const between = Buffer.from(nonce);
  const html = Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])));
  if (!/\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""))) {
    response.setHeader("Content-Length", html.length);
    return void response.end(html);
  }
  const body = await compress(html, { level: 3 });
  response.setHeader("Content-Encoding", "gzip");
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("Content-Length", body.length);
  response.end(body);
}
