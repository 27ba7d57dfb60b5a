import { beforeAll, describe, expect, it } from "vitest";
import { storedContext } from "@/server/pipeline/context";
import { forwardedHeaders } from "@/server/pipeline/forwarded-headers";
import { admit } from "@/server/pipeline/pipeline";
import { commonHeaders } from "@/server/pipeline/response-headers";
import { toResponse } from "@/server/pipeline/responses";
import { config } from "@/server/platform/config";
import { call, callJson, requestOf, routes } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { operationCases } from "../support/resources/collected";
import { idsIn, unknownId, withIds } from "../support/resources/ids";

startProgram();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const securityHeaders = {
  // Of a page with its nonce, or of data.
  "content-security-policy":
    /default-src ('self'.*'nonce-[A-Za-z0-9+/=]{24}'|'none');.*frame-ancestors 'none'/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^strict-origin/,
  "permissions-policy": /camera=\(\)/,
  "x-request-id": /^[A-Za-z0-9._-]{8,64}$/,
  ratelimit: /"address";r=\d+;t=\d+/,
  "ratelimit-policy": /"address";q=\d+;w=60/,
};

function expectSecurityHeaders(headers: Headers): void {
  for (const [name, form] of Object.entries(securityHeaders)) expect(headers.get(name), name).toMatch(form);
}

async function pass(target: string, options = {}) {
  const request = requestOf("GET", target, options);
  const { context, refusal } = await admit(request);
  if (refusal) return toResponse(refusal);
  const answerHeaders = commonHeaders(context, request.headers);
  return { context, answerHeaders, requestHeaders: forwardedHeaders(request, context) };
}

describe("the middleware", () => {
  it("puts security headers on every answer, refusals included", async () => {
    const answers = [
      await call("GET", "/api/v1/articles", { key: tenant.secretKeys.viewer }),
      await call("GET", "/api/v1/articles"),
      await call("GET", "/api/v1/articles/nope", { key: tenant.secretKeys.viewer }),
      await call("POST", "/api/v1/articles", { key: tenant.secretKeys.viewer, body: "{" }),
      await call("POST", "/api/v1/articles", { key: tenant.secretKeys.admin, body: "{" }),
      await call("GET", "/api/nothing", { key: tenant.secretKeys.viewer }),
      await pass("/dashboard"),
    ];
    expect(answers.map((answer) => (answer instanceof Response ? answer.status : 0))).toEqual([
      200, 401, 404, 403, 400, 404, 303,
    ]);
    for (const answer of answers) expectSecurityHeaders((answer as Response).headers);
  });

  it("has a new nonce each time, the same for the page and its header", async () => {
    const nonces = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const result = await pass("/login");
      if (result instanceof Response) throw new Error("refused");
      const { nonce } = result.context;
      const policy = result.answerHeaders["Content-Security-Policy"];
      expect(policy).toContain(`'nonce-${nonce}'`);
      expect(result.requestHeaders.get("content-security-policy")).toBe(policy);
      nonces.add(nonce ?? "");
    }
    expect(nonces.size).toBe(5);
  });

  it("answers 401 as JSON for the API and sends visitors of pages to sign in", async () => {
    const api = await callJson("GET", "/api/v1/articles");
    expect(api).toMatchObject({
      status: 401,
      body: { success: false, error: "Unauthorized", code: "unauthorized", requestId: expect.any(String) },
    });
    expect(api.headers.get("www-authenticate")).toMatch(/^Bearer/);
    const page = (await pass("/articles/new?draft=1")) as Response;
    expect([page.status, page.headers.get("location")]).toEqual([
      303,
      "/login?next=%2Farticles%2Fnew%3Fdraft%3D1",
    ]);
  });

  it("takes a client's request id if it is well formed, and returns the one in use", async () => {
    const id = async (given: string) =>
      (
        await call("GET", "/api/v1/me", { key: tenant.secretKeys.viewer, headers: { "x-request-id": given } })
      ).headers.get("x-request-id");
    expect(await id("my-request-0001")).toBe("my-request-0001");
    for (const bad of ["short", "x".repeat(65), "with space in it", 'quote"quote"quote'])
      expect(await id(bad)).not.toBe(bad);
  });

  it("doesn't let a client set what only the middleware may", async () => {
    const forged = {
      "x-masthead-request": "forged",
      "x-masthead-peer": "forged 6.6.6.6",
      "content-security-policy": "none",
    };
    const result = await pass("/login", { headers: forged });
    if (result instanceof Response) throw new Error("refused");
    expect(storedContext(new Headers(forged))).toBeUndefined();
    expect(storedContext(result.requestHeaders)).toBe(result.context);
    expect(result.context.address).not.toBe("6.6.6.6");
    expect(result.requestHeaders.get("content-security-policy")).toContain("default-src");
  });

  it("answers a browser's question before a cross-origin request", async () => {
    const answer = await call("OPTIONS", "/api/v1/articles");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET, HEAD");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });
});

describe("changes by cookie", () => {
  const write = (headers: Record<string, string>) =>
    callJson("POST", "/api/v1/articles", {
      session: tenant.admin.token,
      headers,
      body: { title: "x", content: "x" },
    });

  it.each([
    "https://evil.example",
    "null",
    "http://localhost:3001",
    "http://localhost:3000.evil.example",
    "https://localhost:3000",
    "ftp://localhost:3000",
  ])("from %s are refused", async (origin) => {
    expect(await write({ origin })).toMatchObject({ status: 403, body: { code: "cross_origin_request" } });
  });

  it("without an Origin are refused", async () => {
    const headers = new Headers({
      cookie: `masthead_session=${tenant.admin.token}`,
      "content-type": "application/json",
    });
    const { POST } = (await routes.find((route) => route.path === "/api/v1/articles")?.load()) ?? {};
    const request = new Request("http://localhost:3000/api/v1/articles", {
      method: "POST",
      headers,
      body: "{}",
    });
    expect((await POST?.(request, { params: Promise.resolve({}) }))?.status).toBe(403);
  });

  it("from our own pages are let through", async () => {
    expect((await write({ origin: config().appUrl })).status).toBe(201);
  });
});

describe("without the middleware", () => {
  it("nothing is served to whoever has no credential", async () => {
    for (const route of routes.filter(({ path }) => path.startsWith("/api/v1/"))) {
      for (const [method, handler] of Object.entries(await route.load())) {
        if (operationCases[`${method} ${route.path}`]?.open) continue;
        const request = new Request(`http://localhost:3000${withIds(route.path, {})}`, { method });
        const params = Object.fromEntries(idsIn(route.path).map((name) => [name, unknownId]));
        const answer = await handler?.(request, { params: Promise.resolve(params) });
        expect([401, 405], `${method} ${route.path}`).toContain(answer?.status);
      }
    }
  });
});

describe("two session cookies", () => {
  const me = (cookie: string, headers: Record<string, string> = {}) =>
    callJson("GET", "/api/v1/me", { headers: { cookie, ...headers } });

  it("are refused where they differ: one request is one person", async () => {
    const [one, another] = [tenant.admin.token, tenant.viewer.token];
    for (const cookie of [
      `masthead_session=${one}; masthead_session=${another}`,
      `masthead_session=made-up;masthead_session=${one}`,
      `masthead_session=; masthead_session=${one}`,
      `masthead_session; masthead_session=${one}`,
      `masthead_session =${another}; a=b; masthead_session=${one}`,
    ]) {
      const { status, body } = await me(cookie);
      expect([cookie, status, body.code]).toEqual([cookie, 400, "validation_failed"]);
    }
  });

  it("are one where they are the same, and don't matter to whoever brings a key", async () => {
    const twice = `masthead_session=${tenant.admin.token}; masthead_session=${tenant.admin.token}`;
    expect((await me(twice)).status).toBe(200);
    const authorization = `Bearer ${tenant.secretKeys.viewer}`;
    const differing = `masthead_session=${tenant.admin.token}; masthead_session=other`;
    expect((await me(differing, { authorization })).body.data.role).toBe("viewer");
  });

  it("of a form that only decoding would make a token of are nobody's", async () => {
    const encoded = `masthead_session=%${tenant.admin.token.charCodeAt(0).toString(16)}${tenant.admin.token.slice(1)}`;
    expect((await me(encoded)).status).toBe(401);
    expect((await me(`masthead_session="${tenant.admin.token}"`)).status).toBe(401);
  });
});
