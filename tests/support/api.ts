import { forwardedHeaders } from "@/server/pipeline/forwarded-headers";
import { admit } from "@/server/pipeline/pipeline";
import { commonHeaders } from "@/server/pipeline/response-headers";
import { toResponse } from "@/server/pipeline/responses";

type Handler = (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>;
export type RouteModule = Partial<Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Handler>>;

/** Every route file on disk, so that one that was forgotten elsewhere isn't forgotten here. */
const files = import.meta.glob<RouteModule>("/src/app/api/**/route.ts");

export interface Route {
  /** Such as `/api/v1/articles/[id]`. */
  path: string;
  load(): Promise<RouteModule>;
}

export const routes: Route[] = Object.entries(files).map(([file, load]) => ({
  path: file.replace("/src/app", "").replace("/route.ts", ""),
  load,
}));

export interface CallOptions {
  /** An API key. */
  key?: string;
  /** A session's token; a same-origin Origin comes with it. */
  session?: string;
  /** Sent as JSON, or as it is if it is text. */
  body?: unknown;
  headers?: Record<string, string>;
}

export function call(method: string, target: string, options: CallOptions = {}): Promise<Response> {
  return answer(requestOf(method, target, options));
}

/** Sends a request through the first half of the pipeline to its route file, as the server does, without the framework in between. */
export async function answer(request: Request): Promise<Response> {
  const { context, refusal } = await admit(request);
  if (refusal) return toResponse(refusal);
  const { handler, params } = await findHandler(request.method, new URL(request.url).pathname);
  const response = await handler(new Request(request, { headers: forwardedHeaders(request, context) }), {
    params: Promise.resolve(params),
  });
  for (const [name, value] of Object.entries(commonHeaders(context, request.headers)))
    response.headers.set(name, value);
  return response;
}

/** The same, with the answer's body as JSON. */
export async function callJson(method: string, target: string, options: CallOptions = {}) {
  const response = await call(method, target, options);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text ? JSON.parse(text) : undefined,
  };
}

/** An API key that somebody makes who is signed in. */
export async function createKey(session: string, input: object): Promise<{ id: string; key: string }> {
  return (await callJson("POST", "/api/v1/api-keys", { session, body: input })).body.data;
}

export function requestOf(
  method: string,
  target: string,
  { key, session, body, headers }: CallOptions,
): Request {
  const all = new Headers(headers);
  if (key) all.set("authorization", `Bearer ${key}`);
  if (session) {
    all.set("cookie", `masthead_session=${session}`);
    if (!all.has("origin")) all.set("origin", "http://localhost:3000");
  }
  if (body !== undefined && !all.has("content-type")) all.set("content-type", "application/json");
  return new Request(new URL(target, "http://localhost:3000"), {
    method,
    headers: all,
    body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function findHandler(
  method: string,
  pathname: string,
): Promise<{ handler: Handler; params: Record<string, string> }> {
  for (const route of [...routes].sort(
    (a, b) => Number(a.path.includes("[...")) - Number(b.path.includes("[...")),
  )) {
    const pattern = route.path.replace(/\[\.\.\.(\w+)\]/g, "(?<$1>.+)").replace(/\[(\w+)\]/g, "(?<$1>[^/]+)");
    const match = new RegExp(`^${pattern}$`).exec(pathname);
    if (!match) continue;
    const handler = (await route.load())[method as "GET"];
    if (!handler) throw new Error(`${route.path} has no ${method}`);
    const params = Object.entries(match.groups ?? {}).map(([name, part]) => [name, decodeURIComponent(part)]);
    return { handler, params: Object.fromEntries(params) };
  }
  throw new Error(`no route file for ${pathname}`);
}
