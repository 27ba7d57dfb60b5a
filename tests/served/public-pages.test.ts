import { beforeAll, describe, expect, it } from "vitest";
import { publishArticle } from "@/server/articles/status";
import { createComment } from "@/server/comments/service";
import { sessionCookieName } from "@/server/pipeline/credentials";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";

/** Its own, since it is counted how often this address asks. */
const served = startServed({ own: true });
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

async function published(title: string) {
  const { id, slug } = await createArticle(tenant.admin, { title });
  await publishArticle(tenant.admin.context, id);
  const path = `/p/${tenant.slug}/${slug}`;
  await get(path); // now it is in the cache
  return { id, path };
}

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(served.url + path, { headers });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

/** By the program itself: this process has a cache of its own. */
async function change(method: string, path: string, body?: unknown): Promise<void> {
  const headers = {
    authorization: `Bearer ${tenant.secretKeys.admin}`,
    "content-type": "application/json",
  };
  const answer = await fetch(`${served.url}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

/** By this process, whose cache the program doesn't share: so the program can't know that its page is old. */
function commentSecretly(id: string): Promise<unknown> {
  return createComment(tenant.admin.context, id, "Secretly");
}

describe("a public page", () => {
  it("is handed out as it was made, with a nonce of its own each time", async () => {
    const { id, path } = await published("Kept");
    await commentSecretly(id);
    const [first, second] = [await get(path), await get(path)];
    expect([first.html.includes("Kept"), first.html.includes("Secretly")]).toEqual([true, false]);
    const nonces = [first, second].map(
      ({ headers }) => /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "",
    );
    expect(new Set(nonces).size).toBe(2);
    for (const [index, { html }] of [first, second].entries()) {
      const used = [...html.matchAll(/nonce="([^"]+)"/g)].map(([, nonce]) => nonce);
      expect(new Set(used)).toEqual(new Set([nonces[index]]));
      expect(used.length).toBeGreaterThan(3);
    }
    expect(first.html.replaceAll(nonces[0] ?? "", "")).toBe(second.html.replaceAll(nonces[1] ?? "", ""));
    expect(first.headers.get("x-request-id")).not.toBe(second.headers.get("x-request-id"));
  });

  it("changes with its article, its organisation's name and its publication, at once", async () => {
    const { id, path } = await published("Before");
    await change("PATCH", `/articles/${id}`, { title: "After" });
    expect((await get(path)).html).toContain("After");
    await change("PATCH", "/tenant", { name: "Renamed organisation" });
    expect((await get(path)).html).toContain("Renamed organisation");
    await change("POST", `/articles/${id}/unpublish`);
    expect((await get(path)).status).toBe(404);
  });

  it("is made anew for whoever brings a cookie", async () => {
    const { id, path } = await published("For all");
    await commentSecretly(id);
    const cookie = `${sessionCookieName()}=${tenant.admin.token}`;
    const { html } = await get(path, { cookie });
    expect([html.includes("Secretly"), html.includes("Your dashboard")]).toEqual([true, true]);
    expect((await get(path)).html).not.toContain("Your dashboard");
  });

  it("counts for the limits once, from the cache or not, whatever a client says", async () => {
    const left = async (path: string, headers = {}) =>
      Number(/"address";r=(\d+)/.exec((await get(path, headers)).headers.get("ratelimit") ?? "")?.[1]);
    const { path } = await published("Counted");
    const before = await left(path);
    expect(await left(path)).toBe(before - 1);
    expect(await left(path, { "x-masthead-request": "made-up" })).toBe(before - 2);
    expect(await left(`${path}?page=2`)).toBe(before - 3);
    expect(await left("/login", { "x-masthead-request": "made-up" })).toBe(before - 4);
    expect(await left(path)).toBe(before - 5);
  });

  it("comes compressed for whoever takes it so", async () => {
    const { path } = await published("Compressed");
    const plain = await get(path, { "accept-encoding": "identity" });
    const answer = await fetch(served.url + path, { headers: { "accept-encoding": "gzip" } });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    // fetch has unpacked it already.
    expect((await answer.text()).length).toBe(plain.html.length);
    expect(plain.headers.get("content-encoding")).toBe(null);
  });

  it("is none where there is none, and no page of an unknown organisation", async () => {
    expect((await get(`/p/${tenant.slug}/nothing-here`)).status).toBe(404);
    expect((await get("/p/nobody-at-all")).status).toBe(404);
  });
});
