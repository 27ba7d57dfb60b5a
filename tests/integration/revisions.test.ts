import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { publishArticle, unpublishArticle } from "@/server/articles/status";
import { saveAndPublishArticle, updateArticle } from "@/server/articles/write";
import { call, callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestMember, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

const program = startProgram(wideLimits);
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const as = (who: TestMember) => ({ session: who.token });
const revisionsPath = (id: string) => `/api/v1/articles/${id}/revisions`;

async function revisionsOf(id: string, query = "") {
  const { body } = await callJson("GET", revisionsPath(id) + query, as(tenant.viewer));
  return body.data;
}

async function patch(id: string, body: unknown, { autosave = false, by = tenant.admin } = {}) {
  const { status } = await callJson("PATCH", `/api/v1/articles/${id}${autosave ? "?autosave=true" : ""}`, {
    ...as(by),
    body,
  });
  expect(status).toBe(200);
}

/** Lets the revisions of an article be some minutes older. */
const age = (id: string, minutes: number) =>
  asAdmin(
    program.database(),
    (
      sql,
    ) => sql`update article_revisions set started_at = started_at - make_interval(mins => ${minutes}::int),
      saved_at = saved_at - make_interval(mins => ${minutes}::int) where article_id = ${id}`,
  );

describe("each saved change", () => {
  it.each([{ tags: [] }, { tags: ["News"] }])(
    "has one first revision and one event, with tags %o",
    async ({ tags }) => {
      // The second one's first slug is taken, and so is written only at the second try.
      for (const slug of ["twice", expect.stringMatching(/^twice-/)]) {
        const title = `Twice${tags.length > 0 ? " tagged" : ""}`;
        const expected = tags.length > 0 ? expect.stringMatching(/^twice-tagged/) : slug;
        const { id } = await createArticle(tenant.author, { title, content: "a", tags });
        const one = {
          number: 1,
          version: 1,
          title,
          slug: expected,
          tags: tags.map((name) => ({ name, slug: "news" })),
        };
        expect(await revisionsOf(id)).toMatchObject([
          { ...one, changed: ["title", "slug", "content", "tags"], savedBy: { id: tenant.author.userId } },
        ]);
        const { body } = await callJson("GET", `/api/v1/audit-log?subjectId=${id}`, as(tenant.admin));
        expect(body.data).toMatchObject([{ type: "article.created", payload: { title, slug: expected } }]);
      }
    },
  );

  it("keeps one, with who, when, and what was changed; the list has no content", async () => {
    const { id } = await createArticle(tenant.author, { title: "One", content: "a", tags: ["News"] });
    await patch(id, { title: "Two" }, { by: tenant.editor });
    await patch(id, { content: "b", tags: ["News", "More"] });
    const [newest, middle, oldest] = await revisionsOf(id);
    expect(newest).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{14}7/),
      articleId: id,
      number: 3,
      firstVersion: 3,
      version: 3,
      title: "Two",
      slug: "one",
      tags: [
        { slug: "more", name: "More" },
        { slug: "news", name: "News" },
      ],
      changed: ["content", "tags"],
      autosave: false,
      restoredFrom: null,
      savedBy: { id: tenant.admin.userId, name: "Ada Admin", avatar: null },
      savedAt: expect.stringMatching(/Z$/),
      current: true,
    });
    expect(middle).toMatchObject({
      number: 2,
      changed: ["title"],
      savedBy: { name: "Mo editor" },
      current: false,
    });
    expect(oldest).toMatchObject({ number: 1, title: "One", changed: ["title", "slug", "content", "tags"] });
    const one = await callJson("GET", `${revisionsPath(id)}/${oldest.id}`, as(tenant.viewer));
    expect(one.body.data).toEqual({ ...oldest, content: "a" });
  });

  it("keeps none for a change of status or of nothing", async () => {
    const { id } = await createArticle(tenant.admin);
    await publishArticle(tenant.admin.context, id);
    await unpublishArticle(tenant.admin.context, id);
    await patch(id, { title: "A title", publishedAt: "2020-01-01T00:00:00Z" });
    expect(await revisionsOf(id)).toMatchObject([{ number: 1, version: 1, current: true }]);
  });

  it("keeps each text in the order of its versions when many save at once", async () => {
    const { id } = await createArticle(tenant.admin, { content: "0" });
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => patch(id, { content: `${index + 1}` }, { by: tenant.editor })),
    );
    const kept = await revisionsOf(id);
    expect(kept.map((one: { number: number }) => one.number)).toEqual(
      Array.from({ length: 13 }, (_, index) => 13 - index),
    );
    const contents = await Promise.all(
      kept.map(async ({ id: revisionId }: { id: string }) => {
        const { body } = await callJson("GET", `${revisionsPath(id)}/${revisionId}`, as(tenant.viewer));
        return Number(body.data.content);
      }),
    );
    expect(contents.sort((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, index) => index));
  });

  it("keeps nothing of a change that is refused", async () => {
    const { id } = await createArticle(tenant.admin);
    const other = await createArticle(tenant.admin);
    const answer = await call("PATCH", `/api/v1/articles/${id}`, {
      ...as(tenant.admin),
      body: { content: "lost", slug: other.slug },
    });
    expect(answer.status).toBe(409);
    expect(await revisionsOf(id)).toHaveLength(1);
  });
});

describe("autosaves", () => {
  it("of one person within minutes share a revision, with what all of them changed", async () => {
    const { id } = await createArticle(tenant.author, { content: "a" });
    await patch(id, { content: "ab" }, { autosave: true, by: tenant.author });
    await patch(id, { content: "abc" }, { autosave: true, by: tenant.author });
    await patch(id, { title: "Named" }, { autosave: true, by: tenant.author });
    const kept = await revisionsOf(id);
    expect(kept).toMatchObject([
      {
        number: 2,
        firstVersion: 2,
        version: 4,
        title: "Named",
        autosave: true,
        changed: ["title", "content"],
      },
      { number: 1, autosave: false },
    ]);
    const { body } = await callJson("GET", `${revisionsPath(id)}/${kept[0].id}`, as(tenant.author));
    expect(body.data.content).toBe("abc");
  });

  it("overwrite nothing else: no save, nobody else's autosave, none of long ago, none that was published", async () => {
    const { id } = await createArticle(tenant.admin, { content: "0" });
    const autosave = (content: string, by = tenant.admin) => patch(id, { content }, { autosave: true, by });
    await autosave("1");
    await autosave("2", tenant.editor);
    await autosave("3");
    await patch(id, { content: "4" });
    await autosave("5");
    await patch(id, { content: "5" }); // asked for now: no later autosave may take it
    await autosave("6");
    await publishArticle(tenant.admin.context, id);
    await autosave("7");
    await age(id, 5);
    await autosave("8");
    const kept = (await revisionsOf(id)).reverse();
    expect(kept.map((one: { autosave: boolean }) => one.autosave)).toEqual(
      [0, 1, 1, 1, 0, 1, 0, 1, 1, 1].map(Boolean),
    );
    const contents: string[] = [];
    for (const { id: revisionId } of kept)
      contents.push(
        (await callJson("GET", `${revisionsPath(id)}/${revisionId}`, as(tenant.viewer))).body.data.content,
      );
    expect(contents).toEqual(["0", "1", "2", "3", "4", "5", "5", "6", "7", "8"]);
  });

  it("are asked for by true or false and nothing else", async () => {
    const { id } = await createArticle(tenant.admin);
    const answer = await callJson("PATCH", `/api/v1/articles/${id}?autosave=yes`, {
      ...as(tenant.admin),
      body: { title: "x" },
    });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ path: "autosave" }] } });
  });

  it("lose no save, in any order of saves and autosaves of two people", async () => {
    const step = fc.record({
      autosave: fc.boolean(),
      byEditor: fc.boolean(),
      word: fc.constantFrom("a", "b", "c"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const { id } = await createArticle(tenant.admin, { content: "start" });
        const expected = [{ content: "start", autosave: false, by: "admin" }];
        for (const { autosave, byEditor, word } of steps) {
          await patch(id, { content: word }, { autosave, by: byEditor ? tenant.editor : tenant.admin });
          const last = expected.at(-1);
          const by = byEditor ? "editor" : "admin";
          if (autosave && last?.autosave && last.by === by) last.content = word;
          else if (last?.content !== word || (last.autosave && !autosave))
            expected.push({ content: word, autosave, by });
          // A save of nothing new ends a run of autosaves, as any save does.
          else last.by = "nobody";
        }
        const rows = await asAdmin(
          program.database(),
          (sql) => sql`select content from article_revisions where article_id = ${id} order by number`,
        );
        expect(rows.map((row) => row.content)).toEqual(expected.map((one) => one.content));
      }),
      { numRuns: 25 },
    );
  });
});

describe("the list", () => {
  it("is walked by cursor and by offset, with the total", async () => {
    const { id } = await createArticle(tenant.admin, { content: "0" });
    for (let number = 1; number < 7; number++) await patch(id, { content: String(number) });
    const numbers: number[] = [];
    for (let path: string | null = `${revisionsPath(id)}?limit=3`; path; ) {
      const { headers, body }: Awaited<ReturnType<typeof callJson>> = await callJson(
        "GET",
        path,
        as(tenant.viewer),
      );
      numbers.push(...body.data.map((one: { number: number }) => one.number));
      // What comes in between is not seen, and nothing twice.
      if (numbers.length === 3) await patch(id, { content: "more" });
      path = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? null;
    }
    expect(numbers).toEqual([7, 6, 5, 4, 3, 2, 1]);
    const offset = await callJson("GET", `${revisionsPath(id)}?limit=2&offset=6`, as(tenant.viewer));
    expect([offset.body.meta.total, offset.body.data.map((one: { number: number }) => one.number)]).toEqual([
      8,
      [2, 1],
    ]);
  });

  it.each(["?limit=0", "?limit=101", "?offset=-1", "?cursor=zzz", "?cursor=cjA5OTk5OTk5OTk5OQ", "?nope=1"])(
    "answers 400 to %s, naming the parameter",
    async (query) => {
      const { id } = await createArticle(tenant.admin);
      const { status, body } = await callJson("GET", revisionsPath(id) + query, as(tenant.viewer));
      expect([status, body.details[0].path]).toEqual([400, /\?(\w+)/.exec(query)?.[1]]);
    },
  );
});

describe("the diff", () => {
  async function threeRevisions() {
    const { id } = await createArticle(tenant.admin, { title: "T", content: "a\nb\nc\n", tags: ["Old"] });
    await patch(id, { content: "a\nB\nc\n" });
    await patch(id, { title: "U", tags: ["New"] });
    const [third, second, first] = await revisionsOf(id);
    const diff = async (revision: { id: string }, against?: string) =>
      (
        await callJson(
          "GET",
          `${revisionsPath(id)}/${revision.id}/diff${against ? `?against=${against}` : ""}`,
          as(tenant.viewer),
        )
      ).body.data;
    return { first, second, third, diff };
  }

  it("is from the revision before, by field, unless another is asked for", async () => {
    const { first, second, third, diff } = await threeRevisions();
    expect(await diff(second)).toEqual({
      before: { id: first.id, number: 1, version: 1 },
      after: { id: second.id, number: 2, version: 2 },
      fields: {
        title: null,
        slug: null,
        tags: null,
        content: {
          linesAdded: 1,
          linesRemoved: 1,
          exact: true,
          hunks: [
            {
              beforeStart: 1,
              beforeLines: 3,
              afterStart: 1,
              afterLines: 3,
              lines: [" a", "-b", "+B", " c"],
            },
          ],
        },
      },
    });
    expect(await diff(third, "previous")).toMatchObject({
      before: { number: 2 },
      after: { number: 3 },
      fields: {
        title: { before: "T", after: "U" },
        tags: { added: [{ slug: "new" }], removed: [{ slug: "old" }] },
        content: null,
      },
    });
  });

  it("is always from the older to the newer, also against the current one", async () => {
    const { first, third, diff } = await threeRevisions();
    expect(await diff(first, "current")).toMatchObject({ before: { number: 1 }, after: { number: 3 } });
    expect(await diff(first, third.id)).toEqual(await diff(third, first.id));
    expect((await diff(third, "current")).fields).toEqual({
      title: null,
      slug: null,
      tags: null,
      content: null,
    });
    expect(await diff(first)).toMatchObject({ before: null, fields: { title: { before: "", after: "T" } } });
  });

  it("answers 404 for another article's revision and 400 for what can't be one", async () => {
    const { first } = await threeRevisions();
    const { third, diff } = await threeRevisions();
    expect(await diff(third, first.id)).toBeUndefined();
    const path = `${revisionsPath(third.articleId)}/${third.id}/diff`;
    const foreign = await callJson("GET", `${path}?against=${first.id}`, as(tenant.viewer));
    expect(foreign).toMatchObject({ status: 404, body: { code: "revision_not_found" } });
    const nonsense = await callJson("GET", `${path}?against=yesterday`, as(tenant.viewer));
    expect(nonsense).toMatchObject({ status: 400, body: { details: [{ path: "against" }] } });
  });

  it("answers about the largest contents, wholly different, line by line", async () => {
    const lines = (word: string) => `${word}\n`.repeat(400_000);
    const { id } = await createArticle(tenant.admin, { content: lines("a") });
    await updateArticle(tenant.admin.context, id, { content: lines("b") });
    const [newest] = await revisionsOf(id);
    const { status, body } = await callJson(
      "GET",
      `${revisionsPath(id)}/${newest.id}/diff`,
      as(tenant.viewer),
    );
    expect([status, body.data.fields.content.linesAdded]).toEqual([200, 400_000]);
  });
});

describe("restoring", () => {
  it("brings title, text and tags back as a new revision, keeps the address, and tells", async () => {
    const { id } = await createArticle(tenant.author, {
      title: "Old",
      content: "old *text*",
      tags: ["Kept"],
    });
    await patch(id, { title: "New", content: "new", tags: [], slug: "moved" }, { by: tenant.author });
    const [, first] = await revisionsOf(id);
    const restore = `${revisionsPath(id)}/${first.id}/restore`;
    const { status, headers, body } = await callJson("POST", restore, as(tenant.author));
    expect([status, headers.get("etag")]).toEqual([200, expect.stringMatching(/^"3\./)]);
    expect(body.data).toMatchObject({
      title: "Old",
      content: "old *text*",
      excerpt: "old text",
      slug: "moved",
      tags: [{ slug: "kept", name: "Kept" }],
      version: 3,
    });
    expect(await revisionsOf(id)).toMatchObject([
      {
        number: 3,
        restoredFrom: 1,
        changed: ["title", "content", "tags"],
        savedBy: { id: tenant.author.userId },
      },
      { number: 2, title: "New" },
      { number: 1 },
    ]);
    const log = await callJson("GET", `/api/v1/audit-log?subjectId=${id}`, { key: tenant.secretKeys.admin });
    expect(log.body.data[0]).toMatchObject({
      type: "article.restored",
      payload: { title: "Old", revision: 1 },
    });
  });

  it("makes a new one each time, also of the text that is there", async () => {
    const { id } = await createArticle(tenant.admin);
    const [only] = await revisionsOf(id);
    await call("POST", `${revisionsPath(id)}/${only.id}/restore`, as(tenant.admin));
    expect(await revisionsOf(id)).toMatchObject([{ number: 2, restoredFrom: 1, changed: [] }, { number: 1 }]);
  });

  it("honours If-Match", async () => {
    const { id } = await createArticle(tenant.admin);
    await patch(id, { title: "Changed" });
    const [, first] = await revisionsOf(id);
    const restore = (version: number) =>
      call("POST", `${revisionsPath(id)}/${first.id}/restore`, {
        ...as(tenant.admin),
        headers: { "if-match": `"${version}"` },
      });
    expect((await restore(1)).status).toBe(412);
    expect(await revisionsOf(id)).toHaveLength(2);
    expect((await restore(2)).status).toBe(200);
  });

  it("is for authors on their own articles only", async () => {
    const { id } = await createArticle(tenant.editor);
    const [only] = await revisionsOf(id);
    const restore = (who: TestMember) => call("POST", `${revisionsPath(id)}/${only.id}/restore`, as(who));
    expect((await restore(tenant.author)).status).toBe(403);
    expect((await restore(tenant.viewer)).status).toBe(403);
    expect((await restore(tenant.editor)).status).toBe(200);
  });

  it("shows the public what was brought back at once", async () => {
    const { id } = await createArticle(tenant.admin, { title: "First", status: "published" });
    await patch(id, { title: "Second" });
    const key = tenant.publishableKey;
    const title = async () => (await callJson("GET", `/api/v1/articles/${id}`, { key })).body.data.title;
    expect(await title()).toBe("Second");
    const [, first] = await revisionsOf(id);
    await call("POST", `${revisionsPath(id)}/${first.id}/restore`, as(tenant.admin));
    expect(await title()).toBe("First");
  });
});

describe("who may not read", () => {
  it("are publishable keys, of a published article either", async () => {
    const { id } = await createArticle(tenant.admin, { status: "published" });
    const [only] = await revisionsOf(id);
    for (const path of ["", `/${only.id}`, `/${only.id}/diff`])
      expect((await call("GET", revisionsPath(id) + path, { key: tenant.publishableKey })).status).toBe(403);
  });

  it.each(["nope", "%00", "1; drop table articles", "00000000-0000-7000-8000-000000000000"])(
    "finds nothing at the revision id %s",
    async (revisionId) => {
      const { id } = await createArticle(tenant.admin);
      for (const [method, path] of [
        ["GET", ""],
        ["GET", "/diff"],
        ["POST", "/restore"],
      ] as const) {
        const answer = await callJson(method, `${revisionsPath(id)}/${revisionId}${path}`, as(tenant.admin));
        expect(answer).toMatchObject({ status: 404, body: { code: "revision_not_found" } });
      }
    },
  );
});

describe("an article's end", () => {
  it("is that of its revisions", async () => {
    const { id } = await createArticle(tenant.admin);
    await call("DELETE", `/api/v1/articles/${id}`, as(tenant.admin));
    const rows = await asAdmin(
      program.database(),
      (sql) => sql`select id from article_revisions where article_id = ${id}`,
    );
    expect(rows).toHaveLength(0);
  });
});

describe("saving and publishing at once", () => {
  it("is one change with both events, and all or nothing", async () => {
    const { id } = await createArticle(tenant.admin);
    const { context } = tenant.admin;
    const saved = await saveAndPublishArticle(context, id, { title: "Out" }, { versions: [1] });
    expect(saved).toMatchObject({ version: 2, status: "published", title: "Out" });
    await expect(saveAndPublishArticle(context, id, { title: "Again" })).rejects.toMatchObject({
      code: "already_published",
    });
    const { body } = await callJson("GET", `/api/v1/articles/${id}`, as(tenant.viewer));
    expect(body.data).toMatchObject({ version: 2, title: "Out" });
    const log = await callJson("GET", `/api/v1/audit-log?subjectId=${id}`, { key: tenant.secretKeys.admin });
    expect(log.body.data.map((event: { type: string }) => event.type)).toEqual([
      "article.published",
      "article.updated",
      "article.created",
    ]);
  });
});
