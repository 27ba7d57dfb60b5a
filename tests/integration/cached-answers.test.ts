import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as one from "@/app/api/v1/articles/[id]/route";
import * as list from "@/app/api/v1/articles/route";
import { deleteArticle } from "@/server/articles/write";
import { apiListener } from "@/server/host/api-host";
import { database } from "@/server/platform/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";
import { wideLimits } from "../support/wide-limits";

/** Answers from the cache as they go over the wire, by the program's own host. */
startProgram(wideLimits);
let tenant: TestTenant;
let sent: ReturnType<typeof watchStatements>;
let server: http.Server;
beforeAll(async () => {
  tenant = await createTenant();
  const listener = apiListener({ "/api/v1/articles": list, "/api/v1/articles/[id]": one });
  server = http.createServer((request, response) => void listener(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  sent = watchStatements(database());
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function ask(target: string, { method = "GET", headers = {}, key = tenant.secretKeys.viewer } = {}) {
  const { port } = server.address() as AddressInfo;
  const request = http.request({ port, path: `/api/v1/articles${target}`, method, agent: false });
  for (const [name, value] of Object.entries({ authorization: `Bearer ${key}`, ...headers }))
    request.setHeader(name, value);
  request.end();
  const [response]: http.IncomingMessage[] = (await once(request, "response")) as never;
  if (!response) throw new Error("there is no answer");
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  const { etag, link, "content-length": length, "content-type": type } = response.headers;
  return {
    status: response.statusCode,
    etag,
    link,
    length: Number(length),
    type,
    text: Buffer.concat(parts).toString(),
  };
}

/** What was asked of articles since then. */
const asked = () => sent.statements().filter((statement) => statement.includes("articles")).length;

describe.each([
  ["by a secret key", () => tenant.secretKeys.viewer],
  ["by a publishable key", () => tenant.publishableKey],
])("an answer %s", (_who, keyOf) => {
  it("is the same for GET, again, HEAD and what the client has already, and asked for once", async () => {
    const { id } = await createArticle(tenant.admin, {
      title: "Wörter – 言葉 🌊",
      status: "published",
      content: "é".repeat(50),
    });
    const key = keyOf();
    const first = await ask(`/${id}`, { key });
    expect(first).toMatchObject({
      status: 200,
      type: "application/json",
      length: Buffer.byteLength(first.text),
    });
    sent.clear();
    expect(await ask(`/${id}`, { key })).toEqual(first);
    expect(await ask(`/${id}`, { key, method: "HEAD" })).toEqual({ ...first, text: "" });
    const headers = { "if-none-match": first.etag ?? "" };
    for (const method of ["GET", "HEAD"])
      expect(await ask(`/${id}`, { key, method, headers })).toMatchObject({
        status: 304,
        etag: first.etag,
        text: "",
      });
    expect(asked()).toBe(0);
  });

  it("comes whole where it is long, and is not kept where it is longer than an entry may be", async () => {
    const key = keyOf();
    const content = "Ein längerer Text. ".repeat(40_000);
    for (let count = 0; count < 3; count++)
      await createArticle(tenant.admin, { title: "Long", content, status: "published" });
    const path = "?limit=2&sort=-createdAt";
    const first = await ask(path, { key });
    expect(first.length).toBeGreaterThan(1_500_000);
    expect(JSON.parse(first.text).data).toHaveLength(2);
    sent.clear();
    expect(await ask(path, { key })).toEqual(first);
    expect(asked()).toBe(0);
    // Of signs that JSON escapes, so that three megabytes of text are more than an entry may take.
    const escaped = "\u0001".repeat(900_000);
    await createArticle(tenant.admin, { title: "Escaped", content: escaped, status: "published" });
    const longest = await ask("?limit=1&sort=-createdAt", { key });
    expect(longest.length).toBeGreaterThan(4 * 1024 * 1024);
    sent.clear();
    expect(await ask("?limit=1&sort=-createdAt", { key })).toEqual(longest);
    expect(asked()).toBeGreaterThan(0);
  });

  it("names the next page, and none that is gone", async () => {
    const key = keyOf();
    const articles = [];
    for (let count = 0; count < 3; count++)
      articles.push(await createArticle(tenant.admin, { status: "published" }));
    const path = "?sort=-createdAt&limit=2&fields=id";
    const first = await ask(path, { key });
    expect(first.link).toMatch(
      /^<\/api\/v1\/articles\?sort=-createdAt&limit=2&fields=id&cursor=[\w-]+>; rel="next"$/,
    );
    expect(await ask(path, { key })).toEqual(first);
    for (const { id } of articles) await deleteArticle(tenant.admin.context, id);
    expect((await ask(path, { key })).text).not.toBe(first.text);
  });

  it("is not kept where there is nothing", async () => {
    const key = keyOf();
    const path = "/01890000-0000-7000-8000-000000000000";
    for (let count = 0; count < 2; count++) {
      sent.clear();
      expect((await ask(path, { key })).status).toBe(404);
      expect(asked()).toBe(1);
    }
    expect((await ask("?sort=sideways", { key })).status).toBe(400);
    expect((await ask("?limit=1&limit=1", { key })).status).toBe(400);
  });
});
