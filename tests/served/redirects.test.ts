import { beforeAll, expect, it } from "vitest";
import { sessionCookieName } from "@/server/pipeline/credentials";
import { createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";

/** Former addresses say where what was there is now, and that it stays there. */
const served = startServed();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant("Harbour Press");
});

async function send(method: string, path: string, body: unknown): Promise<{ id: string; slug: string }> {
  const headers = {
    authorization: `Bearer ${tenant.secretKeys.admin}`,
    "content-type": "application/json",
  };
  const answer = await fetch(`${served.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  const { data } = (await answer.json()) as { data: { id: string; slug: string } };
  return data;
}

async function expectMoved(path: string, target: string): Promise<void> {
  const readers: { method: string; headers: Record<string, string> }[] = [
    { method: "GET", headers: {} },
    { method: "HEAD", headers: {} },
    { method: "GET", headers: { cookie: "theme=dark" } },
    { method: "GET", headers: { cookie: `${sessionCookieName()}=${tenant.admin.token}` } },
  ];
  for (const reader of [...readers, ...readers]) {
    const answer = await fetch(served.url + path, { ...reader, redirect: "manual" });
    expect([reader, answer.status, answer.headers.get("location")]).toEqual([reader, 301, target]);
  }
}

it("leads from former addresses to present ones", async () => {
  const { id } = await send("POST", "/articles", { title: "Pier", content: "Words.", slug: "pier" });
  await send("POST", `/articles/${id}/publish`, {});
  await send("PATCH", `/articles/${id}`, { slug: "pier-2" });
  await expectMoved(`/p/${tenant.slug}/pier`, `/p/${tenant.slug}/pier-2`);
});

it("leads from a former tag and a former organisation to the present ones", async () => {
  const content = { title: "Tides", content: "Words.", slug: "tides", status: "published" };
  await send("POST", "/articles", { ...content, tags: ["Harbor"] });
  const listed = await fetch(`${served.url}/api/v1/tags?slug=harbor`, {
    headers: { authorization: `Bearer ${tenant.secretKeys.admin}` },
  });
  const { data } = (await listed.json()) as { data: { id: string }[] };
  await send("PATCH", `/tags/${data[0]?.id}`, { name: "Seaport" });
  await expectMoved(`/p/${tenant.slug}?tag=harbor`, `/p/${tenant.slug}?tag=seaport`);
  const now = `${tenant.slug}-new`;
  await send("PATCH", "/tenant", { slug: now });
  await expectMoved(`/p/${tenant.slug}`, `/p/${now}`);
  await expectMoved(`/p/${tenant.slug}/tides`, `/p/${now}/tides`);
});
