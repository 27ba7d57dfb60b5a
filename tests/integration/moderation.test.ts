import { beforeAll, describe, expect, it } from "vitest";
import { countComments, listAllComments } from "@/server/comments/moderation";
import { listActivity } from "@/server/events/service";
import { call, callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let tenant: TestTenant;
let articleId: string;
beforeAll(async () => {
  tenant = await createTenant();
  articleId = (await createArticle(tenant.admin, { title: "Talked about", status: "published" })).id;
  const body = { commentsModerated: true };
  await call("PATCH", "/api/v1/tenant", { key: tenant.secretKeys.admin, body });
});

const comment = async (session: string, body = "x") =>
  (await callJson("POST", `/api/v1/articles/${articleId}/comments`, { session, body: { body } })).body.data;
const patch = (id: string, session: string, body: object, headers = {}) =>
  callJson("PATCH", `/api/v1/comments/${id}`, { session, body, headers });
const statusFor = async (id: string, as: object) => (await call("GET", `/api/v1/comments/${id}`, as)).status;
const counted = async () =>
  (await callJson("GET", `/api/v1/articles/${articleId}`, { key: tenant.secretKeys.viewer })).body.data.counts
    .comments;
const listed = async (as: object) =>
  (await callJson("GET", `/api/v1/articles/${articleId}/comments?limit=100`, as)).body.data.map(
    (one: { id: string }) => one.id,
  );

describe("where comments are moderated", () => {
  it("an author's waits, unseen and uncounted, until it is approved", async () => {
    const before = await counted();
    const made = await comment(tenant.author.token);
    expect(made).toMatchObject({ status: "pending", version: 1, articleTitle: "Talked about" });
    const publicKey = { key: tenant.publishableKey };
    const viewer = { session: tenant.viewer.token };
    expect(await counted()).toBe(before);
    expect(await listed(publicKey)).not.toContain(made.id);
    expect(await listed({ session: tenant.admin.token })).not.toContain(made.id);
    expect(await statusFor(made.id, publicKey)).toBe(404);
    expect(await statusFor(made.id, viewer)).toBe(404);
    expect(await statusFor(made.id, { session: tenant.author.token })).toBe(200);
    expect(await statusFor(made.id, { session: tenant.editor.token })).toBe(200);

    const approved = await patch(made.id, tenant.editor.token, { status: "approved" });
    expect([approved.status, approved.headers.get("etag")]).toEqual([200, expect.stringMatching(/^"2\./)]);
    expect(await counted()).toBe(before + 1);
    expect(await listed(publicKey)).toContain(made.id);
    expect(await statusFor(made.id, viewer)).toBe(200);
    const [event] = await listActivity(tenant.admin.context, 1);
    expect(event).toMatchObject({ type: "comment.approved", subjectId: made.id, label: "Talked about" });

    await patch(made.id, tenant.admin.token, { status: "rejected" });
    expect(await counted()).toBe(before);
    expect(await statusFor(made.id, publicKey)).toBe(404);
  });

  it("an editor's doesn't", async () => {
    expect((await comment(tenant.editor.token)).status).toBe("approved");
  });

  it("changed text waits again; who wrote it changes it, nobody else", async () => {
    const { id } = await comment(tenant.author.token, "Kind words");
    await patch(id, tenant.editor.token, { status: "approved" });
    const changed = await patch(id, tenant.author.token, { body: "Buy now" });
    expect(changed.body.data).toMatchObject({ body: "Buy now", status: "pending", version: 3 });
    expect(await listed({ key: tenant.publishableKey })).not.toContain(id);
    const others = await patch(id, tenant.editor.token, { body: "Put in their mouth" });
    expect([others.status, others.body.details[0].path]).toEqual([403, "body"]);
    expect((await patch(id, tenant.author.token, { status: "approved" })).status).toBe(403);
    expect((await patch(id, tenant.viewer.token, { body: "x" })).status).toBe(403);
    // The same text is no change.
    expect((await patch(id, tenant.author.token, { body: "Buy now" })).body.data.version).toBe(3);
  });

  it("the version that was seen is kept to", async () => {
    const { id } = await comment(tenant.author.token);
    const stale = { "if-match": '"9"' };
    const refused = await patch(id, tenant.editor.token, { status: "approved" }, stale);
    expect([refused.status, refused.headers.get("etag")]).toEqual([412, '"1"']);
    const session = tenant.editor.token;
    expect((await call("DELETE", `/api/v1/comments/${id}`, { session, headers: stale })).status).toBe(412);
    const etag = (await call("GET", `/api/v1/comments/${id}`, { session })).headers.get("etag") ?? "";
    const seen = { session, headers: { "if-none-match": etag } };
    expect(await statusFor(id, seen)).toBe(304);
  });

  it("editors list all of them by status, others approved ones alone", async () => {
    const { id } = await comment(tenant.author.token, "Waiting");
    const list = (query: string, session: string) => callJson("GET", `/api/v1/comments${query}`, { session });
    const pending = await list("?status=pending&limit=1", tenant.editor.token);
    expect(pending.body.data).toMatchObject([{ id, body: "Waiting", status: "pending" }]);
    const counts = await countComments(tenant.admin.context);
    expect(pending.body.meta.total).toBe(counts.pending);
    const next = `&cursor=${pending.body.meta.nextCursor}`;
    const older = await list(`?status=pending&limit=1${next}`, tenant.editor.token);
    expect(older.body.data[0].id < id).toBe(true);
    const all = await list(`?articleId=${articleId}&limit=100`, tenant.editor.token);
    expect(all.body.meta.total).toBe(counts.pending + counts.approved + counts.rejected);
    const seen = await list("?limit=100", tenant.viewer.token);
    expect(seen.body.meta.total).toBe(counts.approved);
    expect(new Set(seen.body.data.map((one: { status: string }) => one.status))).toEqual(
      new Set(["approved"]),
    );
    expect((await list("?status=pending", tenant.author.token)).status).toBe(403);
    expect((await list("?status=spam", tenant.editor.token)).status).toBe(400);
  });

  it("counters hold when many decide and delete at once", async () => {
    const ids: string[] = [];
    for (let number = 0; number < 8; number++) ids.push((await comment(tenant.author.token)).id);
    const session = tenant.admin.token;
    await Promise.all(
      ids.flatMap((id, index) => [
        patch(id, session, { status: "approved" }),
        patch(id, tenant.editor.token, { status: index % 2 ? "rejected" : "approved" }),
        index % 4 === 0 ? call("DELETE", `/api/v1/comments/${id}`, { session }) : undefined,
      ]),
    );
    const { items } = await listAllComments(tenant.admin.context, { limit: 1_000, offset: 0 });
    const of = (status: string) => items.filter((item) => item.status === status).length;
    const found = { pending: of("pending"), approved: of("approved"), rejected: of("rejected") };
    expect(await countComments(tenant.admin.context)).toEqual(found);
    expect(await counted()).toBe(found.approved);
  });
});

describe("without moderation", () => {
  it("an author's comment is there at once", async () => {
    const free = await createTenant();
    const { id } = await createArticle(free.admin, { status: "published" });
    const answer = await callJson("POST", `/api/v1/articles/${id}/comments`, {
      session: free.author.token,
      body: { body: "Hello" },
    });
    expect([answer.status, answer.body.data.status, answer.headers.get("etag")]).toEqual([
      201,
      "approved",
      expect.stringMatching(/^"1\./),
    ]);
    expect(await countComments(free.admin.context)).toEqual({ pending: 0, approved: 1, rejected: 0 });
    await call("DELETE", `/api/v1/articles/${id}`, { session: free.admin.token });
    expect(await countComments(free.admin.context)).toEqual({ pending: 0, approved: 0, rejected: 0 });
  });
});

describe("likes", () => {
  it("tell whether one likes an article, how many do and who", async () => {
    const { id } = await createArticle(tenant.admin);
    const path = `/api/v1/articles/${id}`;
    for (const { token } of [tenant.editor, tenant.author])
      await call("PUT", `${path}/like`, { session: token });
    const own = async (session: string) => (await callJson("GET", `${path}/like`, { session })).body.data;
    expect(await own(tenant.author.token)).toEqual({ liked: true, likes: 2 });
    expect(await own(tenant.viewer.token)).toEqual({ liked: false, likes: 2 });
    const session = tenant.viewer.token;
    const first = await callJson("GET", `${path}/likes?limit=1`, { session });
    const cursor = first.body.meta.nextCursor;
    const second = await callJson("GET", `${path}/likes?limit=1&cursor=${cursor}`, { session });
    const likers = [tenant.editor, tenant.author].map(({ userId }) => userId).sort();
    expect([...first.body.data, ...second.body.data].map((one) => one.member.id)).toEqual(likers);
    expect([first.body.meta.total, second.body.meta.nextCursor]).toEqual([2, null]);
  });
});
