import http from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type TestTenant } from "../support/factories";
import { type ActorName, type Credential, credentialsOf } from "../support/resources/actors";
import { operationCases } from "../support/resources/collected";
import { type Ids, withIds } from "../support/resources/ids";
import { makeFixture, ownerIn } from "../support/resources/make";
import { startServed } from "../support/served";

/**
 * The API by our own host, in front of Next, and the very same route files by Next itself: whatever is asked, both answer
 * alike, byte for byte but for ids, moments and what differs between any two answers.
 */
const lean = startServed();
const byNext = startServed({ script: "tests/support/serve-through-next.ts", beside: lean });

let tenant: TestTenant;
let credentials: Record<ActorName, Credential>;

beforeAll(async () => {
  tenant = await createTenant("Own");
  credentials = await credentialsOf(tenant, lean.database);
});

interface Asked {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface Question {
  method: string;
  /** As it goes over the wire, unlike what `fetch` would make of it. */
  target: string;
  headers?: Record<string, string>;
  body?: string;
}

function ask(url: string, { method, target, headers, body }: Question): Promise<Asked> {
  const { hostname, port, origin } = new URL(url);
  return new Promise((resolve, reject) => {
    const all = { "x-request-id": "same-for-both", ...headers, ...(headers?.cookie ? { origin } : {}) };
    const request = http.request({ hostname, port, method, path: target, headers: all, agent: false });
    request.on("response", async (response) => {
      let text = "";
      for await (const part of response.setEncoding("utf8")) text += part;
      resolve({
        status: response.statusCode ?? 0,
        headers: comparable(response.headers),
        body: blurred(text),
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Of the connection, of chance, or what Next says about its own pages. */
const incomparable = /^(date|connection|keep-alive|transfer-encoding|content-length|ratelimit|vary|etag)$/;

function comparable(headers: http.IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !incomparable.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, blurred(String(value))]));
}

function blurred(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "(id)")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "(moment)")
    .replace(/mh_[sp]k_\w{36}|whsec_[\w+/=]+|"hint":"\w+"|nonce-[\w+/=]+|[0-9a-f]{64}/g, "(random)")
    .replace(/http:\/\/localhost:\d+/g, "(origin)")
    .replace(/secret[-.][\w.@]+|[\w.]+@example\.org|(?<="slug":")new(-\d+)?/gi, "(name)")
    .replace(/"version":\d+|^"\d+"$/g, "(version)");
}

async function expectAlike(question: (ids: Ids) => Question, make: () => Promise<Ids>): Promise<Asked> {
  const asked = question(await make());
  const first = await ask(lean.url, asked);
  // What is made for the second time may be found by the same list or search.
  const second = await ask(byNext.url, asked.method === "GET" ? asked : question(await make()));
  expect(first).toEqual(second);
  return first;
}

const asking: ActorName[] = [
  "signed out",
  "viewer key",
  "admin key",
  "publishable key",
  "editor",
  "revoked key",
];

describe.each(Object.entries(operationCases))("%s", (operation, { given, body, query = "" }) => {
  it.each(asking)("is answered alike to %s", async (actor) => {
    const [method = "", path = ""] = operation.split(" ");
    const { key, session } = credentials[actor];
    await expectAlike(
      (ids) => {
        const content = typeof body === "function" ? body(ids) : body;
        return {
          method,
          target: withIds(path, ids) + query,
          headers: {
            ...(key ? { authorization: `Bearer ${key}` } : {}),
            ...(session ? { cookie: `masthead_session=${session}` } : {}),
            ...(content === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(content === undefined
            ? {}
            : { body: typeof content === "string" ? content : JSON.stringify(content) }),
        };
      },
      () => makeFixture({ given }, ownerIn(tenant)),
    );
  });
});

const json = { "content-type": "application/json" };
const odd: (Question & { status: number })[] = [
  { method: "HEAD", target: "/api/v1/articles", status: 200 },
  { method: "HEAD", target: "/api/v1/audit-log/export", status: 200 },
  { method: "OPTIONS", target: "/api/v1/articles", status: 204 },
  { method: "PUT", target: "/api/v1/articles", status: 405 },
  { method: "GET", target: "/api/v1/articles?limit=0", status: 400 },
  { method: "GET", target: "/api/v1/articles?limit=1&limit=2", status: 400 },
  { method: "GET", target: "/api/v1/articles?nonsense=%00%ff", status: 400 },
  { method: "GET", target: "/api/v1/articles/nope", status: 404 },
  { method: "GET", target: "/api/v1/%61rticles", status: 404 },
  // By the rules for addresses the same as /api/v1/me.
  { method: "GET", target: "/api/v1/articles/%2e%2e/me", status: 200 },
  { method: "GET", target: "/api/v1/nothing", status: 404 },
  { method: "GET", target: "/api/v1/Articles", status: 404 },
  { method: "POST", target: "/api/v1/articles", headers: json, body: "{", status: 400 },
  { method: "POST", target: "/api/v1/articles", headers: json, body: "", status: 400 },
  { method: "POST", target: "/api/v1/articles", body: "{}", status: 415 },
  {
    method: "POST",
    target: "/api/v1/articles",
    headers: json,
    body: `"${"x".repeat(1_100_000)}"`,
    status: 413,
  },
  {
    method: "POST",
    target: "/api/v1/articles",
    headers: { ...json, "transfer-encoding": "chunked" },
    body: `"${"x".repeat(1_100_000)}"`,
    status: 413,
  },
  { method: "GET", target: "/api/v1/articles", headers: { accept: "application/problem+json" }, status: 200 },
  { method: "GET", target: "/api/v1/me", headers: { "x-masthead-address": "6.6.6.6" }, status: 200 },
];

describe("something odd", () => {
  it.each(odd)("$method $target ($status) is answered alike", async ({ status, ...question }) => {
    const headers = { authorization: `Bearer ${tenant.secretKeys.admin}`, ...question.headers };
    const answer = await expectAlike(
      () => ({ ...question, headers }),
      async () => ({}),
    );
    expect(answer.status).toBe(status);
  });
});
