import { Agent, type Dispatcher } from "undici";
import { config } from "../platform/config";
import { processSingleton } from "../platform/process-singleton";
import { checkUrl, type OutboundPolicy } from "./allowed-url";
import { checkedConnector } from "./checked-connector";
import { type Answer, readBody, retryAfterOf } from "./read-answer";
import { readableText } from "./readable-text";
import { describeFailure, type Failing, type RequestFailure } from "./request-failure";
import { createHostResolver, type ResolveHost } from "./resolve-host";

export interface OutboundRequest {
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** For the whole exchange, from the name's look-up to the end of the answer. */
  timeoutMs?: number;
  /** Ends it early, when the process stops for instance. */
  signal?: AbortSignal;
}

export interface RequestSender {
  /** One POST, without redirects, cookies, proxies and second tries. Never throws on account of the receiver. */
  send(request: OutboundRequest): Promise<Answer | RequestFailure>;
  /** Ends what is in flight and all connections. */
  close(): Promise<void>;
}

const timeoutMsDefault = 15_000;
const ownHeaders = { "user-agent": "Masthead-Webhooks/1.0", "accept-encoding": "identity" };

/** Sends a request to an address that an organisation gave, under the configuration of this process. */
export function sendRequest(request: OutboundRequest): Promise<Answer | RequestFailure> {
  const sender = processSingleton("webhook-sender", () =>
    createRequestSender({ policy: config().webhooks, resolve: createHostResolver() }),
  );
  return sender.send(request);
}

export function createRequestSender(options: {
  policy: OutboundPolicy;
  resolve: ResolveHost;
}): RequestSender {
  const agent = new Agent({
    connect: checkedConnector(options.policy, options.resolve),
    // Beyond them requests wait, and their time runs.
    connections: 100,
    pipelining: 1,
    // Short: a receiver that closes an idle connection just when the next request is sent fails it.
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 4_000,
    // No connection outlives its look-up for long.
    clientTtl: 30_000,
    maxHeaderSize: 16 * 1024,
    // The sender's own limit is for all parts together.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    send: (request) => send(agent, options.policy, request),
    close: () => agent.destroy(),
  };
}

async function send(
  agent: Agent,
  policy: OutboundPolicy,
  request: OutboundRequest,
): Promise<Answer | RequestFailure> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  const fail = (failing: Failing): RequestFailure => ({
    kind: "failure",
    ...failing,
    durationMs: durationMs(),
  });
  const check = checkUrl(request.url, policy);
  if ("problem" in check) return fail({ reason: "url", message: `The URL ${check.problem}.` });
  const limit = startLimit(request);
  let status: number | undefined;
  try {
    const response = await orAbort(
      agent.request(requestOptions(check.url, request, limit.signal)),
      limit.signal,
    );
    status = response.statusCode;
    if (status >= 300 && status < 400) return fail(await redirectFailure(response));
    const retryAfterSeconds = retryAfterOf(response.headers);
    const body = await readBody(response);
    return {
      kind: "answer",
      status,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      body,
      durationMs: durationMs(),
    };
  } catch (error) {
    const failing = limit.failure() ?? describeFailure(error);
    return fail(status === undefined ? failing : { ...failing, status });
  } finally {
    limit.end();
  }
}

function requestOptions(url: URL, { headers, body }: OutboundRequest, signal: AbortSignal) {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: "POST" as const,
    headers: { ...headers, ...ownHeaders },
    body: typeof body === "string" ? body : Buffer.from(body),
    signal,
  };
}

/** undici notices a signal only when there is a connection. */
function orAbort<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    pending.then(resolve, reject);
  });
}

/** The limit of time and the caller's signal, as one signal; and which of them ended the request. */
function startLimit({ timeoutMs = timeoutMsDefault, signal }: OutboundRequest) {
  const controller = new AbortController();
  let failing: Failing | undefined;
  const end = (failure: Failing) => {
    failing ??= failure;
    controller.abort();
  };
  const abort = () => end({ reason: "aborted", message: "The request was broken off." });
  const seconds = Math.round(timeoutMs / 100) / 10;
  const timer = setTimeout(
    () => end({ reason: "timeout", message: `There was no complete answer within ${seconds} seconds.` }),
    timeoutMs,
  );
  // By hand, since what AbortSignal.any makes of a signal that lives as long as the process stays with it.
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    failure: () => failing,
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    },
  };
}

/** Not followed: the next address was not given by the organisation, and a POST would become a GET on the way. */
async function redirectFailure({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Failing> {
  body.on("error", () => {}).destroy();
  const location = typeof headers.location === "string" ? readableText(headers.location).slice(0, 500) : "";
  const target = location ? ` to ${location}` : "";
  return {
    reason: "redirect",
    message: `The receiver redirects (${statusCode})${target}. Redirects are not followed: enter the address that it leads to.`,
    status: statusCode,
  };
}
