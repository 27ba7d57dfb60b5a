import createClient, { type Client } from "openapi-fetch";
import type { operations, paths } from "./paths";

/** Errors are typed as JSON has them; this client never asks for problem details. */
export type Masthead = Client<paths, "application/json">;

export interface MastheadOptions {
  /** Where the server answers, such as `https://news.example.org`. */
  url: string;
  /** `mh_sk_…` on a server, `mh_pk_…` in a page. */
  key: string;
  /** Attempts in all for one call; 4 unless given. */
  attemptsMax?: number;
  /** How long the server may take until its answer begins, in milliseconds; 30 s unless given. */
  timeoutMs?: number;
  /** A longer Retry-After than this, in milliseconds, is not waited for; 60 s unless given. */
  waitMaxMs?: number;
  /** What sends the requests; the global `fetch` unless given. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client for one organisation's API. Sends the key, gives each POST an Idempotency-Key unless it has one, and tries
 * again where that is safe: whatever was refused by a limit (429), and what may be sent twice after 503 or without an
 * answer. A call resolves to `{ data, error, response }`; `must` gives the data or throws.
 */
export function createMasthead({ url, key, ...options }: MastheadOptions): Masthead {
  const client = createClient<paths, "application/json">({
    baseUrl: `${url.replace(/\/+$/, "")}/api/v1`,
    headers: { Authorization: `Bearer ${key}` },
    fetch: (request) => send(request, options),
  });
  client.use({
    onRequest({ request }) {
      if (request.method === "POST" && !request.headers.has("Idempotency-Key"))
        request.headers.set("Idempotency-Key", crypto.randomUUID());
      return request;
    },
  });
  return client;
}

type CodesOf<Responses> = Responses extends unknown
  ? {
      [Status in keyof Responses]: Responses[Status] extends {
        content: { "application/json": { success: false; code: infer Code } };
      }
        ? Code
        : never;
    }[keyof Responses]
  : never;

/** Every code that the API refuses with; see its page /docs/api/errors. */
export type ErrorCode = CodesOf<operations[keyof operations]["responses"]>;

/** The body of a refusal. */
interface Refusal {
  error: string;
  code: ErrorCode;
  details: { path: string; message: string }[];
}

/** What the API refused, with the code that programs decide by. */
export class MastheadError extends Error {
  override readonly name = "MastheadError";
  readonly status: number;
  /** `unknown` where the answer is not one of the API's. A newer server may have codes that this file doesn't know. */
  readonly code: ErrorCode | "unknown";
  /** To quote when asking for help. */
  readonly requestId: string | null;
  /** Which fields are wrong, and why. */
  readonly details: readonly { path: string; message: string }[];
  readonly response: Response;

  constructor(response: Response, body: unknown) {
    const refusal: Partial<Refusal> = typeof body === "object" && body !== null ? body : {};
    super(refusal.error ?? `The server answered ${response.status}`);
    this.status = response.status;
    this.code = refusal.code ?? "unknown";
    this.requestId = response.headers.get("X-Request-Id");
    this.details = refusal.details ?? [];
    this.response = response;
  }
}

/** The answer's body: `const { data } = await must(api.GET("/me"))`. Throws MastheadError if the API refused. */
export async function must<Body>(
  call: Promise<{ data?: Body; error?: unknown; response: Response }>,
): Promise<Body> {
  const { data, error, response } = await call;
  if (!response.ok) throw new MastheadError(response, error);
  // Without data it is a success without a body, whose type is undefined as well.
  return data as Body;
}

interface Page<Item> {
  data: Item[];
  meta: { nextCursor: string | null };
}

/**
 * Every item of a list, page after page:
 * `for await (const article of everyItem((after) => api.GET("/articles", { params: { query: { limit: 100, ...after } } })))`.
 */
export async function* everyItem<Item>(
  fetchPage: (after: {
    cursor?: string;
  }) => Promise<{ data?: Page<Item>; error?: unknown; response: Response }>,
): AsyncGenerator<Item> {
  for (let after: { cursor?: string } | undefined = {}; after; ) {
    const page: Page<Item> = await must(fetchPage(after));
    yield* page.data;
    after = page.meta.nextCursor ? { cursor: page.meta.nextCursor } : undefined;
  }
}

/**
 * The feed of events, page after page, for as long as you like. Keep `cursor` once the events of its page are applied:
 * `for await (const { events, cursor } of follow((next) => api.GET("/events", { params: { query: { after, wait: 25, ...next } } })))`.
 */
export async function* follow<Event>(
  fetchPage: (next: { after?: string }) => Promise<{
    data?: { data: Event[]; meta: { nextCursor: string } };
    error?: unknown;
    response: Response;
  }>,
): AsyncGenerator<{ events: Event[]; cursor: string }> {
  for (let next: { after?: string } = {}; ; ) {
    const { data: events, meta } = await must(fetchPage(next));
    yield { events, cursor: meta.nextCursor };
    next = { after: meta.nextCursor };
  }
}

async function send(request: Request, options: Omit<MastheadOptions, "url" | "key">): Promise<Response> {
  const { attemptsMax = 4, timeoutMs = 30_000, waitMaxMs = 60_000, fetch = globalThis.fetch } = options;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= attemptsMax;
    const outcome = await attemptOnce(request, fetch, timeoutMs).catch((error: unknown) => ({ error }));
    if ("error" in outcome) {
      if (isLast || request.signal.aborted || !maySendTwice(request)) throw outcome.error;
      await pause(backOffMs(attempt), request.signal);
      continue;
    }
    const waitMs = retryAfterMs(outcome) ?? backOffMs(attempt);
    if (isLast || !mayPass(request, outcome) || waitMs > waitMaxMs) return outcome;
    await outcome.body?.cancel();
    await pause(waitMs, request.signal);
  }
}

/** One attempt, with a copy of the request. The time-out ends with the headers: a long file may take its time. */
async function attemptOnce(
  request: Request,
  fetch: (request: Request) => Promise<Response>,
  timeoutMs: number,
): Promise<Response> {
  const tooLong = new AbortController();
  const timer = setTimeout(
    () => tooLong.abort(new Error(`no answer from ${new URL(request.url).origin} within ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    const signal = AbortSignal.any([request.signal, tooLong.signal]);
    return await fetch(new Request(request.clone(), { signal }));
  } finally {
    clearTimeout(timer);
  }
}

/** An Idempotency-Key makes the server do it once, however often it is asked. */
function maySendTwice({ method, headers }: Request): boolean {
  return ["GET", "HEAD", "PUT", "DELETE"].includes(method) || headers.has("Idempotency-Key");
}

function mayPass(request: Request, { status, headers }: Response): boolean {
  // Refused before anything was done, so anything may be sent again.
  if (status === 429) return true;
  if (status === 503) return maySendTwice(request);
  // An earlier attempt with this Idempotency-Key is still at work.
  return status === 409 && request.headers.has("Idempotency-Key") && headers.has("Retry-After");
}

/** Seconds or a date (RFC 9110 §10.2.3), in milliseconds from now. */
function retryAfterMs({ headers }: Response): number | undefined {
  const value = headers.get("Retry-After");
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** 0.5 to 1 s, then twice as long each time: many clients that failed together don't come back together. */
function backOffMs(attempt: number): number {
  return 500 * 2 ** (attempt - 1) * (1 + Math.random());
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
