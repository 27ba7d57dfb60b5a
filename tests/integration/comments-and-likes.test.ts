import { beforeAll, describe, expect, it } from "vitest";
import { listActivity } from "@/server/events/service";
import { call, callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

describe("comments", () => {
  it("are created, listed newest first, counted and deleted", async () => {
    const { id } = await createArticle(tenant.admin);
    const key = tenant.secretKeys.author;
    const add = (body: string) =>
      callJson("POST", `/api/v1/articles/${id}/comments`, { key, body: { body } });
    const first = await add("First");
    await add("Second");
    expect(first.status).toBe(201);
    expect(first.headers.get("location")).toBe(`/api/v1/comments/${first.body.data.id}`);
    const { body } = await callJson("GET", `/api/v1/articles/${id}/comments?limit=1`, { key });
    expect(body).toMatchObject({
      data: [{ body: "Second" }],
      meta: { total: 2, nextCursor: expect.any(String) },
    });
    const next = await callJson(
      "GET",
      `/api/v1/articles/${id}/comments?limit=1&cursor=${body.meta.nextCursor}`,
      { key },
    );
    expect(next.body).toMatchObject({ data: [{ body: "First" }], meta: { nextCursor: null } });
    expect((await call("DELETE", `/api/v1/comments/${first.body.data.id}`, { key })).status).toBe(204);
    expect((await callJson("GET", `/api/v1/articles/${id}`, { key })).body.data.counts.comments).toBe(1);
    expect((await call("GET", `/api/v1/comments/${first.body.data.id}`, { key })).status).toBe(404);
  });

  it("belong to whoever wrote them; editors moderate", async () => {
    const { id } = await createArticle(tenant.admin);
    const add = async () =>
      (
        await callJson("POST", `/api/v1/articles/${id}/comments`, {
          session: tenant.editor.token,
          body: { body: "x" },
        })
      ).body.data.id;
    const remove = async (session: string) =>
      (await call("DELETE", `/api/v1/comments/${await add()}`, { session })).status;
    expect(await remove(tenant.author.token)).toBe(403);
    expect(await remove(tenant.viewer.token)).toBe(403);
    expect(await remove(tenant.admin.token)).toBe(204);
  });

  it.each([
    [{}],
    [{ body: "" }],
    [{ body: "   " }],
    [{ body: "x".repeat(5_001) }],
    [{ body: "x", authorId: "y" }],
  ])("answer 400 to %j", async (body) => {
    const { id } = await createArticle(tenant.admin);
    expect(
      (await callJson("POST", `/api/v1/articles/${id}/comments`, { key: tenant.secretKeys.admin, body }))
        .status,
    ).toBe(400);
  });

  it("of no article are not there", async () => {
    const path = "/api/v1/articles/00000000-0000-7000-8000-000000000000/comments";
    expect((await call("GET", path, { key: tenant.secretKeys.admin })).status).toBe(404);
    expect((await call("POST", path, { key: tenant.secretKeys.admin, body: { body: "x" } })).status).toBe(
      404,
    );
  });
});

describe("likes", () => {
  it("count a member once, however often and at once they like", async () => {
    const { id } = await createArticle(tenant.admin);
    const like = (session: string) => call("PUT", `/api/v1/articles/${id}/like`, { session });
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => like(index % 2 ? tenant.admin.token : tenant.editor.token)),
    );
    const state = await callJson("PUT", `/api/v1/articles/${id}/like`, { session: tenant.author.token });
    expect(state.body.data).toEqual({ liked: true, likes: 3 });
    const events = (await listActivity(tenant.admin.context, 50)).filter(
      (event) => event.subjectId === id && event.type === "article.liked",
    );
    expect(events).toHaveLength(3);
  });

  it("can be taken back, once", async () => {
    const { id } = await createArticle(tenant.admin);
    const session = tenant.author.token;
    await call("PUT", `/api/v1/articles/${id}/like`, { session });
    const [first, second] = await Promise.all(
      [1, 2].map(() => callJson("DELETE", `/api/v1/articles/${id}/like`, { session })),
    );
    expect([first?.body.data.likes, second?.body.data.likes]).toEqual([0, 0]);
  });
});

describe("events", () => {
  it("tell what happened, one row for each change, with actor and request", async () => {
    const other = await createTenant("Events");
    const headers = { "x-request-id": "given-by-client-1" };
    const key = other.secretKeys.admin;
    const { body } = await callJson("POST", "/api/v1/articles", {
      key,
      headers,
      body: { title: "Told", content: "x" },
    });
    const path = `/api/v1/articles/${body.data.id}`;
    await call("PATCH", path, { key, body: { title: "Retold" } });
    await call("POST", `${path}/publish`, { key });
    await call("POST", `${path}/publish`, { key });
    await call("DELETE", path, { key });
    const types = (await listActivity(other.admin.context, 50))
      .filter((event) => event.subjectId === body.data.id)
      .map((event) => `${event.type} ${event.label}`);
    expect(types).toEqual([
      "article.deleted Retold",
      "article.published Retold",
      "article.updated Retold",
      "article.created Told",
    ]);
  });
});
