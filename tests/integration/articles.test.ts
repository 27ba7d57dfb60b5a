import { beforeAll, describe, expect, it } from "vitest";
import { call, callJson, routes } from "../support/api";
import { asAdmin } from "../support/database";
import { addMember, createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const admin = () => ({ key: tenant.secretKeys.admin });
const post = (body: unknown, key = tenant.secretKeys.admin) =>
  callJson("POST", "/api/v1/articles", { key, body });

describe("creating", () => {
  it("answers 201 with Location, ETag and the article", async () => {
    const { status, headers, body } = await post({
      title: "Hello",
      content: "World",
      tags: ["News", "Über uns"],
    });
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`/api/v1/articles/${body.data.id}`);
    expect(headers.get("etag")).toMatch(/^"1\./);
    expect(body).toEqual({
      success: true,
      data: {
        id: expect.stringMatching(/^[0-9a-f-]{14}7/),
        slug: "hello",
        title: "Hello",
        content: "World",
        excerpt: "World",
        status: "draft",
        version: 1,
        author: { id: tenant.admin.userId, name: "Ada Admin", avatar: null },
        tags: [
          { slug: "news", name: "News" },
          { slug: "ueber-uns", name: "Über uns" },
        ],
        counts: { likes: 0, comments: 0 },
        publishedAt: null,
        publishAt: null,
        unpublishAt: null,
        scheduleProblem: null,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        updatedAt: expect.any(String),
      },
    });
  });

  it("makes a free slug of the title, and refuses a wanted one that is taken", async () => {
    const slugs = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async () => (await post({ title: "Same", content: "x" })).body.data.slug),
    );
    expect(new Set(slugs).size).toBe(6);
    const clash = await post({ title: "Other", content: "x", slug: "same" });
    expect(clash).toMatchObject({ status: 409, body: { code: "slug_taken", details: [{ path: "slug" }] } });
  });

  it("can publish at once, with the date of elsewhere", async () => {
    const { body } = await post({
      title: "Old",
      content: "x",
      status: "published",
      publishedAt: "2020-02-03T04:05:06Z",
    });
    expect(body.data).toMatchObject({ status: "published", publishedAt: "2020-02-03T04:05:06.000Z" });
  });

  it.each([
    ["{", "malformed_json", [""]],
    ["", "malformed_json", [""]],
    ["null", "validation_failed", [""]],
    ["[]", "validation_failed", [""]],
    ['{"title":"x"}', "validation_failed", ["content"]],
    ['{"title":"","content":7,"nope":1}', "validation_failed", ["title", "content", "nope"]],
    ['{"title":"a\\u0000b","content":"x"}', "validation_failed", ["title"]],
    ['{"title":"a\\nb","content":"\\ud800"}', "validation_failed", ["title", "content"]],
    ['{"title":"x","content":"x","tags":["!!!"]}', "validation_failed", ["tags.0"]],
    [
      '{"title":"x","content":"x","tenantId":"x","version":9,"authorId":"x"}',
      "validation_failed",
      ["tenantId", "version", "authorId"],
    ],
    ['{"__proto__":{"x":1},"title":"x","content":"x"}', "validation_failed", ["__proto__"]],
  ])("answers 400 to %s", async (text, code, paths) => {
    const { status, body } = await post(text);
    expect({ status, code: body.code }).toEqual({ status: 400, code });
    expect(body.details.map((detail: { path: string }) => detail.path)).toEqual(
      expect.arrayContaining(paths),
    );
    expect(body.requestId).toBeTruthy();
  });

  it("says of each field what is wrong with it, in words that continue its name", async () => {
    const { body } = await post('{"title":7}');
    expect(body.details).toEqual([
      { path: "title", message: "must be of type string" },
      { path: "content", message: "is required" },
    ]);
  });

  it("answers 400 to a body that breaks off, which is no fault of ours", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"title":'));
        controller.error(new Error("aborted"));
      },
    });
    const { POST } = (await routes.find((route) => route.path === "/api/v1/articles")?.load()) ?? {};
    const headers = {
      authorization: `Bearer ${tenant.secretKeys.admin}`,
      "content-type": "application/json",
    };
    const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
    const answer = await POST?.(new Request("http://localhost/api/v1/articles", init), {
      params: Promise.resolve({}),
    });
    expect(answer?.status).toBe(400);
  });

  it("answers 415 without application/json and 413 over 1 MiB", async () => {
    const headers = { "content-type": "text/plain" };
    expect((await callJson("POST", "/api/v1/articles", { ...admin(), body: "x", headers })).status).toBe(415);
    expect((await post({ title: "x", content: "x".repeat(1024 * 1024) })).status).toBe(413);
  });

  it("takes any Unicode and gives it back byte for byte", async () => {
    const content = "\ufeff  \r\n\tä 😀 \u202e\u0001\u2028<script>\\ $1 %s\n\n";
    const { body } = await post({ title: "Bytes", content });
    expect((await callJson("GET", `/api/v1/articles/${body.data.id}`, admin())).body.data.content).toBe(
      content,
    );
  });

  it("takes the largest content that fits, of whatever words", async () => {
    const words = Array.from({ length: 110_000 }, (_, index) => index.toString(36).padStart(8, "q")).join(
      " ",
    );
    expect((await post({ title: "Large", content: words.slice(0, 1_000_000) })).status).toBe(201);
  });
});

describe("reading and changing one", () => {
  it("answers 304 to the version that the client has", async () => {
    const { id } = await createArticle(tenant.admin);
    const first = await callJson("GET", `/api/v1/articles/${id}`, admin());
    const again = await call("GET", `/api/v1/articles/${id}`, {
      ...admin(),
      headers: { "if-none-match": first.headers.get("etag") ?? "" },
    });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("changes only what is named, and counts the version up", async () => {
    const { id } = await createArticle(tenant.admin, { tags: ["keep"] });
    const { body, headers } = await callJson("PATCH", `/api/v1/articles/${id}`, {
      ...admin(),
      body: { title: "New" },
    });
    expect(body.data).toMatchObject({
      title: "New",
      content: "Some *content*.",
      version: 2,
      tags: [{ slug: "keep" }],
    });
    expect(headers.get("etag")).toMatch(/^"2\./);
  });

  it("answers 412 with the current ETag to a change on top of an old version; nothing is lost", async () => {
    const { id } = await createArticle(tenant.admin);
    const change = (title: string) =>
      callJson("PATCH", `/api/v1/articles/${id}`, {
        ...admin(),
        body: { title },
        headers: { "if-match": '"1"' },
      });
    const answers = await Promise.all(["a", "b", "c", "d"].map(change));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412]);
    const refused = answers.find((answer) => answer.status === 412);
    expect(refused?.headers.get("etag")).toBe('"2"');
    expect(refused?.body.code).toBe("version_mismatch");
  });

  it("answers 409 to a slug that is taken", async () => {
    const [first, second] = [await createArticle(tenant.admin), await createArticle(tenant.admin)];
    const answer = await callJson("PATCH", `/api/v1/articles/${second.id}`, {
      ...admin(),
      body: { slug: first.slug },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "slug_taken" } });
  });

  it("publishes once, unpublishes, archives", async () => {
    const { id } = await createArticle(tenant.admin);
    const act = async (verb: string) => {
      const { status, body } = await callJson("POST", `/api/v1/articles/${id}/${verb}`, admin());
      return [status, body.data?.status ?? body.error];
    };
    expect(await act("unpublish")).toEqual([409, "Not published"]);
    expect(await act("publish")).toEqual([200, "published"]);
    expect(await act("publish")).toEqual([409, "Already published"]);
    expect(await act("unpublish")).toEqual([200, "draft"]);
    expect(await act("archive")).toEqual([200, "archived"]);
    expect(await act("archive")).toEqual([409, "Already archived"]);
    expect(await act("publish")).toEqual([200, "published"]);
  });

  it("publishes once when asked many times at once", async () => {
    const { id } = await createArticle(tenant.admin);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => call("POST", `/api/v1/articles/${id}/publish`, admin())),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it("deletes with 204, and then answers 404 to everything", async () => {
    const { id } = await createArticle(tenant.admin);
    expect((await call("DELETE", `/api/v1/articles/${id}`, admin())).status).toBe(204);
    for (const method of ["GET", "DELETE"]) {
      expect(await callJson(method, `/api/v1/articles/${id}`, admin())).toMatchObject({
        status: 404,
        body: { error: "Article not found", code: "article_not_found" },
      });
    }
  });

  it("deletes an article with its comments and likes", async () => {
    const { id } = await createArticle(tenant.admin);
    await call("POST", `/api/v1/articles/${id}/comments`, { ...admin(), body: { body: "Hi" } });
    await call("PUT", `/api/v1/articles/${id}/like`, admin());
    expect((await call("DELETE", `/api/v1/articles/${id}`, admin())).status).toBe(204);
  });

  it.each(["nope", "00000000-0000-7000-8000-000000000000", "%00", "1; drop table articles"])(
    "answers 404 to the id %s",
    async (id) => {
      expect((await call("GET", `/api/v1/articles/${id}`, admin())).status).toBe(404);
    },
  );

  it("answers 405 with Allow to a method that the resource lacks", async () => {
    const answer = await call("PUT", "/api/v1/articles", admin());
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
  });
});

describe("roles", () => {
  it("lets authors change their own articles only, and nobody but editors delete", async () => {
    const own = await createArticle(tenant.author);
    const others = await createArticle(tenant.editor);
    const session = tenant.author.token;
    const patch = (id: string, who: string) =>
      call("PATCH", `/api/v1/articles/${id}`, { session: who, body: { title: "x" } });
    expect((await patch(own.id, session)).status).toBe(200);
    expect((await patch(others.id, session)).status).toBe(403);
    expect((await patch(own.id, tenant.editor.token)).status).toBe(200);
    expect((await call("DELETE", `/api/v1/articles/${own.id}`, { session })).status).toBe(403);
    expect(
      (await call("DELETE", `/api/v1/articles/${own.id}`, { session: tenant.editor.token })).status,
    ).toBe(204);
  });

  it("says which permission a viewer lacks, before it says anything about the body", async () => {
    const answer = await callJson("POST", "/api/v1/articles", { session: tenant.viewer.token, body: "{" });
    expect(answer).toMatchObject({
      status: 403,
      body: { error: "Insufficient permissions", details: [{ message: 'requires the permission "write"' }] },
    });
  });

  it("lets a key act with its own role, in the name of whoever made it", async () => {
    const { status, body } = await post({ title: "By key", content: "x" }, tenant.secretKeys.author);
    expect([status, body.data.author.id]).toEqual([201, tenant.admin.userId]);
    expect((await post({ title: "By key", content: "x" }, tenant.secretKeys.viewer)).status).toBe(403);
  });

  it("takes a change of role into account on the next request", async () => {
    const member = await addMember(tenant.admin.context, "author");
    const write = () =>
      call("POST", "/api/v1/articles", { session: member.token, body: { title: "x", content: "x" } });
    expect((await write()).status).toBe(201);
    await asAdmin(
      program.database(),
      (sql) => sql`update members set role = 'viewer' where user_id = ${member.userId}`,
    );
    expect((await write()).status).toBe(403);
    await asAdmin(
      program.database(),
      (sql) => sql`update members set status = 'suspended' where user_id = ${member.userId}`,
    );
    expect((await write()).status).toBe(401);
  });
});

describe("problem details", () => {
  it("come in RFC 9457's form when asked for", async () => {
    const headers = { accept: "application/problem+json" };
    const answer = await callJson("GET", "/api/v1/articles/nope", { ...admin(), headers });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({
      status: 404,
      title: "Article not found",
      code: "article_not_found",
      type: expect.any(String),
    });
  });
});
