import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CallOptions, call, callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

startProgram(wideLimits);

let tenant: TestTenant;
let id: string;
let tag: string;
beforeAll(async () => {
  tenant = await createTenant();
});
beforeEach(async () => {
  tag = `Tide ${Math.random().toString(36).slice(2)}`;
  ({ id } = await createArticle(tenant.author, { status: "draft", tags: [tag] }));
  const key = tenant.secretKeys.admin;
  expect((await call("POST", `/api/v1/articles/${id}/publish`, { key })).status).toBe(200);
});

const one = () => `/api/v1/articles/${id}`;
const asReader = (): CallOptions => ({ key: tenant.publishableKey });
const asStaff = (): CallOptions => ({ key: tenant.secretKeys.editor });

/** Every read that shows the article. */
const reads: [string, () => string, () => CallOptions][] = [
  ["the article, by a publishable key", one, asReader],
  ["the article, by a secret key", one, asStaff],
  ["the list, by a publishable key", () => "/api/v1/articles?limit=5", asReader],
  ["the list, by a secret key", () => "/api/v1/articles?limit=5", asStaff],
];

/** What changes what is shown, and isn't a change of the article. */
const changes: [string, () => Promise<unknown>][] = [
  ["a like", () => call("PUT", `${one()}/like`, { session: tenant.author.token })],
  [
    "a comment",
    () => call("POST", `${one()}/comments`, { session: tenant.author.token, body: { body: "Well said" } }),
  ],
  [
    "another name of a tag",
    async () => {
      const key = tenant.secretKeys.admin;
      const { body } = await callJson("GET", "/api/v1/tags?limit=100", { key });
      const found = body.data.find(({ name }: { name: string }) => name === tag);
      return call("PATCH", `/api/v1/tags/${found.id}`, { key, body: { name: `${tag} again` } });
    },
  ],
  [
    "another name of the author",
    () =>
      call("PATCH", "/api/v1/me", {
        session: tenant.author.token,
        body: { name: `Mo ${Math.random().toString(36).slice(2)}` },
      }),
  ],
  ["a change", () => call("PATCH", one(), { key: tenant.secretKeys.admin, body: { title: "Another" } })],
];

describe.each(reads)("of %s", (_name, target, who) => {
  it("a read with what the client has is 304, and tells how it is called", async () => {
    const first = await callJson("GET", target(), who());
    const etag = first.headers.get("etag") ?? "";
    const headers = { "if-none-match": `W/${etag}` };
    const again = await call("GET", target(), { ...who(), headers });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    expect(again.headers.get("cache-control")).toBe("private, no-cache");
    expect(again.headers.get("content-type")).toBeNull();
  });

  it.each(changes)("%s makes it another", async (_change, change) => {
    const first = await callJson("GET", target(), who());
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    expect(((await change()) as Response).status).toBeLessThan(300);
    const again = await callJson("GET", target(), { ...who(), headers });
    expect(again.status).toBe(200);
    expect(again.text).not.toBe(first.text);
    expect(again.headers.get("etag")).not.toBe(first.headers.get("etag"));
  });
});

describe("a change on top of what was read", () => {
  const patch = (etag: string) =>
    call("PATCH", one(), { ...asStaff(), headers: { "if-match": etag }, body: { title: "Changed" } });

  it.each([
    (etag: string) => `W/${etag}`,
    (etag: string) => etag.replace(/"$/, '-gzip"'),
    (etag: string) => etag.replace(/"$/, '--gzip"'),
    (etag: string) => etag.replace(/"$/, ';gzip"'),
    (etag: string) => `"nobody's", ${etag}`,
    (etag: string) => etag.replace(/\..*$/, '"'),
    () => "*",
  ])("is made with a tag that a proxy has rewritten", async (rewrite) => {
    const etag = (await call("GET", one(), asStaff())).headers.get("etag") ?? "";
    expect((await patch(rewrite(etag))).status).toBe(200);
  });

  it("is made although somebody has liked it since, and not if somebody has changed it", async () => {
    const etag = (await call("GET", one(), asStaff())).headers.get("etag") ?? "";
    await call("PUT", `${one()}/like`, { session: tenant.author.token });
    expect((await patch(etag)).status).toBe(200);
    expect((await patch(`W/${etag}`)).status).toBe(412);
  });
});
