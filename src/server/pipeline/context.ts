import { randomBytes, randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { resolveSession, type SignedIn } from "../auth/resolve-session";
import type { TenantContext } from "../auth/tenant-context";
import { clientAddress } from "../limits/client-address";
import type { LimitState } from "../limits/rate-limiter";
import { config } from "../platform/config";
import type { Generations } from "../platform/generations";
import { processSingleton } from "../platform/process-singleton";
import type { ApiRequest, RequestHeaders } from "./api-request";
import { type Credential, credentialOf, sessionOf } from "./credentials";
import { isApi, kindOf, type PathKind } from "./paths";
import { requestIdOf } from "./request-id";

/** A request before its body is looked at. */
export type RequestHead = Omit<ApiRequest, "body" | "signal">;

/** What is known of one request. The steps of the pipeline fill it in, from top to bottom. */
export interface RequestContext {
  readonly requestId: string;
  /** The client's, in one spelling. */
  readonly address: string;
  /** What it brings to say who it is: for pages a session, for the API a key as well. */
  readonly credential: Credential | null;
  readonly pathname: string;
  /** The query, with its question mark. */
  readonly search: string;
  /** Whether it changes nothing. */
  readonly isRead: boolean;
  readonly kind: PathKind;
  /** That of a page's content security policy; null for the API. */
  readonly nonce: string | null;
  /** By `performance.now`. */
  readonly startedAt: number;
  /** What it was counted against so far, in the order of the RateLimit headers. */
  readonly limits: LimitState[];
  /** Of the tenant that its credential belonged to when it was last seen; null: Redis was asked in vain, undefined: it was not. */
  generations?: Generations | null | undefined;
  /** Who asks, in which tenant; from the step on that authenticates. */
  tenant?: TenantContext;
  /** Who is signed in, once it was asked. */
  signedIn?: Promise<SignedIn | null>;
}

export function openRequest({ method, headers, url }: RequestHead): RequestContext {
  const { pathname, search } = new URL(url);
  const isOfApi = isApi(pathname);
  return {
    requestId: requestIdOf(headers),
    address: clientAddress(headers, config().trustedProxies),
    credential: isOfApi ? credentialOf(headers) : sessionOf(headers),
    pathname,
    search,
    isRead: method === "GET" || method === "HEAD",
    kind: kindOf(pathname),
    nonce: isOfApi ? null : randomBytes(16).toString("base64"),
    startedAt: performance.now(),
    limits: [],
  };
}

/** Who is signed in by the session that a request brings; null if nobody is. Looked up once, however many ask. */
export function signedInBy(context: RequestContext): Promise<SignedIn | null> {
  const { credential, requestId, address, isRead, generations } = context;
  if (credential?.kind !== "session") return Promise.resolve(null);
  // After a change of its own a request must not read what was kept before it.
  const asked = isRead ? generations : undefined;
  context.signedIn ??= resolveSession(credential.token, requestId, address, asked);
  return context.signedIn;
}

/** Whether a key asks: it may have limits of its own, so all limits are told once it has been looked up. */
export function isByKey({ credential, kind }: RequestContext): boolean {
  return credential?.kind === "key" && kind === "protected-api";
}

/**
 * The framework stands between the first half of the pipeline and the second, and hands on nothing but a request's headers.
 * So what is known of a request waits in this process, under a word that nobody can guess and that travels in this header.
 */
export const contextHeader = "x-masthead-request";

/** What all that waits may take, in characters of what clients sent; without the oldest, a request is looked at anew. */
const waitingMax = 4_000_000;

const waiting = () =>
  processSingleton(
    "requests",
    () =>
      new LRUCache<string, RequestContext>({
        max: 10_000,
        ttl: 60_000,
        maxSize: waitingMax,
        sizeCalculation: ({ pathname, search }) => 1_000 + pathname.length + search.length,
      }),
  );

export function storeContext(context: RequestContext): string {
  const word = randomUUID();
  waiting().set(word, context);
  return word;
}

/** What the first half has handed over; undefined where it didn't run in this process. */
export function storedContext(headers: RequestHeaders): RequestContext | undefined {
  const word = headers.get(contextHeader);
  return word === null ? undefined : waiting().get(word);
}

/** For a request that is over: what is kept for long makes the collection of garbage slower for everybody. */
export function forgetContext(headers: RequestHeaders): void {
  waiting().delete(headers.get(contextHeader) ?? "");
}

/** For handlers behind the framework. */
export function contextOf(request: RequestHead): RequestContext {
  return storedContext(request.headers) ?? openRequest(request);
}
