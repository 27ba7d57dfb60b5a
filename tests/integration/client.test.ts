import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "@/server/api-keys/service";
import { describedByServer, describedBySource } from "../../tools/client/description";
import type { MastheadError, MastheadOptions } from "../../tools/client/runtime";
import { answer } from "../support/api";
import { generatedClient } from "../support/client";
import { createTenant, type TestTenant } from "../support/factories";
import { serveProgram } from "../support/http-server";
import { startProgram } from "../support/program";

startProgram();
const server = serveProgram();
const client = generatedClient();

/** The generated file as it is at run time; its types are for the compiler (`client.long.test.ts`). */
interface Generated {
  createMasthead(options: MastheadOptions): Record<"GET" | "POST" | "PATCH" | "DELETE", Call>;
  must<Body>(call: Promise<{ data?: Body; response: Response }>): Promise<Body>;
  everyItem(fetchPage: (after: object) => ReturnType<Call>): AsyncGenerator<{ title: string }>;
  MastheadError: typeof MastheadError;
}
type Call = (
  path: string,
  init?: object,
) => Promise<{
  data?: { data: { id: string; title: string }[] & { id: string } };
  error?: { code: string };
  response: Response;
}>;

let tenant: TestTenant;
let generated: Generated;
const body = { title: "From a client", content: "Typed." };

beforeAll(async () => {
  tenant = await createTenant();
  generated = await import(client.file);
});

function connect(options: Partial<MastheadOptions> = {}) {
  const key = tenant.secretKeys.editor;
  return generated.createMasthead({ url: "http://localhost:3000/", key, fetch: answer, ...options });
}

/** Sends to the routes, but the first answer is lost or replaced; counts. */
function faulty(first: (given: Response) => Response) {
  const sent: Request[] = [];
  const fetch = async (request: Request) => {
    sent.push(request.clone());
    const given = await answer(request);
    return sent.length === 1 ? first(given) : given;
  };
  return { sent, fetch };
}

const lost = (): never => {
  throw new TypeError("fetch failed");
};

it("is the same from a server's description as from the source", async () => {
  expect(await describedByServer(`${server.url}/`)).toEqual(await describedBySource());
  await expect(describedByServer(`${server.url}/api/health#`)).rejects.toThrow(
    /no description of a Masthead API/,
  );
});

describe("a call", () => {
  it("gives data, or the refusal with its code and details", async () => {
    const made = await generated.must(connect().POST("/articles", { body }));
    const read = await connect().GET("/articles/{id}", { params: { path: { id: made?.data.id } } });
    expect(read.data).toMatchObject({ success: true, data: body });

    const gone = { params: { path: { id: randomUUID() } } };
    expect((await connect().GET("/articles/{id}", gone)).error?.code).toBe("article_not_found");
    const refusal = generated.must(connect().POST("/articles", { body: { ...body, title: "" } }));
    const error = await refusal.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(generated.MastheadError);
    expect(error).toMatchObject({
      message: "Validation failed",
      status: 400,
      code: "validation_failed",
      requestId: expect.stringMatching(/^.{8,}$/),
      details: [{ path: "title" }],
    });
  });

  it("walks all pages of a list", async () => {
    const api = connect({ key: (await createTenant()).secretKeys.editor });
    const titles = ["one", "two", "three", "four", "five"];
    for (const title of titles) await generated.must(api.POST("/articles", { body: { ...body, title } }));
    const found: string[] = [];
    const page = (after: object) => api.GET("/articles", { params: { query: { limit: 2, ...after } } });
    for await (const { title } of generated.everyItem(page)) found.push(title);
    expect(found.sort()).toEqual(titles.sort());
  });
});

describe("a POST", () => {
  it("whose answer is lost is done once", async () => {
    const { sent, fetch } = faulty(lost);
    const { data, response } = await connect({ fetch }).POST("/articles", {
      body: { ...body, slug: "sent-twice" },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("idempotent-replayed")).toBe("true");
    const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys).toEqual([keys[0], keys[0]]);
    const all = await connect().GET("/articles", { params: { query: { slug: "sent-twice" } } });
    expect(all.data?.data.map(({ id }) => id)).toEqual([data?.data.id]);
  });

  it("keeps the Idempotency-Key that it is given", async () => {
    const { sent, fetch } = faulty((given) => given);
    const params = { header: { "Idempotency-Key": "mine" } };
    await connect({ fetch }).POST("/articles", { body, params });
    expect(sent[0]?.headers.get("idempotency-key")).toBe("mine");
  });

  it("waits for an attempt of its own that is still at work", async () => {
    const { sent, fetch } = faulty(
      () => new Response(null, { status: 409, headers: { "Retry-After": "0" } }),
    );
    expect((await connect({ fetch }).POST("/articles", { body })).response.status).toBe(201);
    expect(sent).toHaveLength(2);
  });
});

describe("another attempt", () => {
  const saying = (status: number, retryAfter: string) => () =>
    new Response(null, { status, headers: { "Retry-After": retryAfter } });
  const path = { id: randomUUID() };

  it.each([
    ["GET", saying(503, "0"), 2],
    ["GET", saying(503, new Date(0).toUTCString()), 2],
    ["GET", saying(500, "0"), 1],
    ["DELETE", saying(503, "0"), 2],
    // It may have been done: sent again, it could overwrite what somebody else did since.
    ["PATCH", saying(503, "0"), 1],
    ["PATCH", saying(429, "0"), 2],
  ] as const)("after %s and a passing refusal", async (method, first, attempts) => {
    const { sent, fetch } = faulty(first);
    const init = { params: { path }, ...(method === "PATCH" ? { body: { title: "x" } } : {}) };
    await connect({ fetch })[method]("/articles/{id}", init);
    expect(sent).toHaveLength(attempts);
  });

  it("is not made for a PATCH whose answer is lost", async () => {
    const { sent, fetch } = faulty(lost);
    const call = connect({ fetch }).PATCH("/articles/{id}", { params: { path }, body: { title: "x" } });
    await expect(call).rejects.toThrow("fetch failed");
    expect(sent).toHaveLength(1);
  });

  it("is not waited for longer than is wanted", async () => {
    const input = { name: "Slow", kind: "secret", role: "viewer", rateLimitPerMinute: 1 } as const;
    const { key } = await createApiKey(tenant.admin.context, input);
    const { sent, fetch } = faulty((given) => given);
    const api = connect({ key, fetch, waitMaxMs: 0 });
    expect((await api.GET("/me")).response.status).toBe(200);
    expect((await api.GET("/me")).error?.code).toBe("rate_limited");
    expect(sent).toHaveLength(2);
  });

  it("is made at most as often as said, and not after the caller gave up", async () => {
    let sent = 0;
    const fetch = () => {
      sent += 1;
      return Promise.reject(new TypeError("fetch failed"));
    };
    await expect(connect({ fetch, attemptsMax: 2 }).GET("/me")).rejects.toThrow("fetch failed");
    expect(sent).toBe(2);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(connect({ fetch }).GET("/me", { signal })).rejects.toThrow();
    expect(sent).toBe(3);
  });

  it("follows a server that doesn't begin to answer", async () => {
    const silent = (request: Request) =>
      new Promise<Response>((_, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason));
      });
    const api = connect({ fetch: silent, timeoutMs: 1, attemptsMax: 1 });
    await expect(api.GET("/me")).rejects.toThrow("no answer from http://localhost:3000 within 1 ms");
  });
});
