import { beforeAll, describe, expect, it } from "vitest";
import { hashToken } from "@/server/auth/tokens";
import { listActivity } from "@/server/events/service";
import { call, callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  tenant = await createTenant("Harbour Press");
  other = await createTenant("Others");
});

describe("the organisation's settings", () => {
  const path = "/api/v1/tenant";

  it("are read by readers and changed by admins, with the version that was seen", async () => {
    const key = tenant.secretKeys.admin;
    const seen = await callJson("GET", path, { key: tenant.secretKeys.viewer });
    expect(seen.body.data).toEqual({
      id: tenant.id,
      slug: tenant.slug,
      plan: "standard",
      requestsPerMinute: 6_000,
      name: "Harbour Press",
      commentsModerated: false,
      language: "en",
      timeZone: "UTC",
      storage: { articles: 100_000, comments: 1_000_000, tags: 100_000, bytes: 10 * 1024 ** 3 },
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const etag = seen.headers.get("etag") ?? "";
    expect((await call("GET", path, { key, headers: { "if-none-match": etag } })).status).toBe(304);
    const headers = { "if-match": etag };
    const slug = `${tenant.slug}-2`;
    const body = {
      name: "Harbour & Sons",
      slug,
      commentsModerated: true,
      language: "pt-BR",
      timeZone: "Asia/Hong_Kong",
    };
    const saved = await callJson("PATCH", path, { key, headers, body });
    expect([saved.status, saved.body.data, saved.headers.get("etag")]).toMatchObject([
      200,
      body,
      expect.stringMatching(/^"2\./),
    ]);
    const stale = await callJson("PATCH", path, { key, headers, body: { name: "Lost" } });
    expect([stale.status, stale.headers.get("etag")]).toEqual([412, '"2"']);
    const me = (await callJson("GET", "/api/v1/me", { key })).body.data;
    expect(me.organisation).toEqual({ id: tenant.id, slug, name: "Harbour & Sons" });
    const [event] = await listActivity(tenant.admin.context, 1);
    expect(event).toMatchObject({ type: "tenant.updated", label: "Harbour & Sons", subjectId: tenant.id });
  });

  it.each([
    [{}, 400, ""],
    [{ name: " " }, 400, "name"],
    [{ slug: "Not A Slug" }, 400, "slug"],
    [{ slug: "admin" }, 400, "slug"],
    [{ commentsModerated: "yes" }, 400, "commentsModerated"],
    [{ language: "no such language" }, 400, "language"],
    [{ language: "xx-yy-zz" }, 400, "language"],
    [{ timeZone: "Mars/Olympus" }, 400, "timeZone"],
    [{ timeZone: "+02:00" }, 400, "timeZone"],
  ])("answer to %j with %i", async (body, status, field) => {
    const answer = await callJson("PATCH", path, { key: tenant.secretKeys.admin, body });
    expect([answer.status, answer.body.details[0].path]).toEqual([status, field]);
  });

  it("can't take another organisation's slug, but their own again", async () => {
    const patch = (slug: string) => callJson("PATCH", path, { key: other.secretKeys.admin, body: { slug } });
    const taken = (await callJson("GET", path, { key: tenant.secretKeys.admin })).body.data.slug;
    const refused = await patch(taken);
    expect([refused.status, refused.body.code, refused.body.details[0].path]).toEqual([
      409,
      "slug_taken",
      "slug",
    ]);
    expect((await patch(other.slug)).status).toBe(200);
  });
});

describe("me", () => {
  it("changes a person's name, also in what they wrote", async () => {
    const session = tenant.author.token;
    const made = await callJson("POST", "/api/v1/articles", { session, body: { title: "T", content: "" } });
    const answer = await callJson("PATCH", "/api/v1/me", { session, body: { name: "Renamed" } });
    expect(answer.body.data).toMatchObject({ actor: { id: tenant.author.userId, name: "Renamed" } });
    const article = await callJson("GET", `/api/v1/articles/${made.body.data.id}`, { session });
    expect(article.body.data.author.name).toBe("Renamed");
    const [event] = await listActivity(tenant.admin.context, 1);
    expect(event).toMatchObject({ type: "member.renamed", label: "Renamed", actorName: "Mo author" });
  });

  it("lists and ends one's own sessions, not those of others, and not for keys", async () => {
    const session = tenant.editor.token;
    const { body } = await callJson("GET", "/api/v1/me/sessions", { session });
    const id = hashToken(session);
    expect(body.data).toEqual([
      {
        id,
        device: expect.any(String),
        organisation: expect.any(String),
        address: "192.0.2.1",
        startedAt: expect.any(String),
        lastSeenAt: expect.any(String),
        isCurrent: true,
      },
    ]);
    const end = (target: string, as: object) => call("DELETE", `/api/v1/me/sessions/${target}`, as);
    expect((await end(id, { session: tenant.admin.token })).status).toBe(404);
    expect((await end("%00", { session })).status).toBe(404);
    const key = tenant.secretKeys.admin;
    expect((await end(id, { key })).status).toBe(403);
    expect((await call("GET", "/api/v1/me/sessions", { key })).status).toBe(403);
    expect((await call("PATCH", "/api/v1/me", { key, body: { name: "Key" } })).status).toBe(403);
    expect((await end(id, { session })).status).toBe(204);
    expect((await call("GET", "/api/v1/me", { session })).status).toBe(401);
  });
});
