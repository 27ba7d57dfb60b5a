import { beforeAll, describe, expect, it } from "vitest";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** What may be planned for articles, by whom and when, and what is shown of it. */
const program = startProgram();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
});

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const asEditor = (method: string, path: string, body?: unknown, headers = {}) =>
  callJson(method, `/api/v1/articles${path}`, { key: tenant.secretKeys.editor, body, headers });
const make = async (body: object = {}) =>
  (await asEditor("POST", "", { title: "Tides", content: "Low", ...body })).body.data;
const typesOf = async (id: string) =>
  (
    await asAdmin(
      program.database(),
      (sql) => sql`select type from events where subject_id = ${id} order by id`,
    )
  ).map((event) => event.type);

describe("a time that is planned", () => {
  const nextYear = new Date().getUTCFullYear() + 1;

  it.each([
    ["2099-12-03T09:00:00", "without a zone"],
    ["2099-12-03T09:00", "without a zone and seconds"],
    ["2099-12-03", "a day"],
    ["2099-12-03T24:00:00Z", "24:00"],
    ["2099-06-30T23:59:60Z", "a leap second"],
    ["2099-02-29T09:00:00Z", "a day that there is not"],
    ["2099-12-03T09:00:00 Europe/Berlin", "a zone by name"],
    ["tomorrow", "a word"],
  ])("is refused as %s, %s, and the field is named", async (publishAt) => {
    const { status, body } = await asEditor("POST", "", { title: "T", content: "C", publishAt });
    expect(status).toBe(400);
    expect(body.details).toEqual([
      { path: "publishAt", message: expect.stringContaining("with its zone, such as") },
    ]);
  });

  it.each([
    [`${nextYear}-03-29T02:30:00+01:00`, `${nextYear}-03-29T01:30:00.000Z`],
    [`${nextYear}-03-29T02:30:00+02:00`, `${nextYear}-03-29T00:30:00.000Z`],
    [`${nextYear}-10-25T02:30:00+02:00`, `${nextYear}-10-25T00:30:00.000Z`],
    [`${nextYear}-12-31T23:59:59.999-11:00`, `${nextYear + 1}-01-01T10:59:59.999Z`],
    [`${nextYear}-12-03T09:00:00+05:45`, `${nextYear}-12-03T03:15:00.000Z`],
  ])("is taken as %s and shown as %s", async (publishAt, shown) => {
    const made = await asEditor("POST", "", { title: "T", content: "C", publishAt });
    expect(made).toMatchObject({ status: 201, body: { data: { status: "draft", publishAt: shown } } });
  });

  it("is in the future, and within ten years", async () => {
    const { id } = await make();
    for (const [publishAt, message] of [
      [hours(-1), "must be in the future; to publish it now, publish it"],
      [hours(11 * 366 * 24), "must be within 10 years"],
    ]) {
      const { status, body } = await asEditor("PATCH", `/${id}`, { publishAt });
      expect(status).toBe(400);
      expect(body.details).toEqual([{ path: "publishAt", message }]);
    }
  });
});

describe("planning", () => {
  it("counts the version up, keeps the text's revision and has its event", async () => {
    const { id } = await make();
    const [publishAt, unpublishAt] = [hours(1), hours(2)];
    const planned = await asEditor("PATCH", `/${id}`, { publishAt, unpublishAt });
    expect(planned).toMatchObject({ status: 200, body: { data: { version: 2, publishAt, unpublishAt } } });
    expect(planned.headers.get("etag")).toMatch(/^"2\./);
    const same = await asEditor("PATCH", `/${id}`, { publishAt });
    expect(same.body.data.version).toBe(2);
    const cancelled = await asEditor("PATCH", `/${id}`, { publishAt: null });
    expect(cancelled.body.data).toMatchObject({ version: 3, publishAt: null, unpublishAt: null });
    expect(await typesOf(id)).toEqual(["article.created", "article.scheduled", "article.schedule_cancelled"]);
    const revisions = await callJson("GET", `/api/v1/articles/${id}/revisions`, {
      key: tenant.secretKeys.editor,
    });
    expect(revisions.body.data).toHaveLength(1);
  });

  it("goes with a change of the text, in one version", async () => {
    const { id } = await make();
    const { body } = await asEditor("PATCH", `/${id}`, { title: "High tides", publishAt: hours(1) });
    expect(body.data).toMatchObject({ version: 2, title: "High tides" });
    expect(await typesOf(id)).toEqual(["article.created", "article.updated", "article.scheduled"]);
  });

  it("compares the version, as any change does", async () => {
    const { id } = await make();
    await asEditor("PATCH", `/${id}`, { publishAt: hours(1) });
    const late = await asEditor("PATCH", `/${id}`, { publishAt: null }, { "if-match": '"1"' });
    expect(late).toMatchObject({ status: 412, body: { code: "version_mismatch" } });
  });

  it("is refused where it makes no sense, and the field is named", async () => {
    const published = await make({ status: "published" });
    const draft = await make();
    const cases = [
      [published.id, { publishAt: hours(1) }, 409, "already_published", "publishAt"],
      [draft.id, { unpublishAt: hours(1) }, 409, "not_published", "unpublishAt"],
      [draft.id, { publishAt: hours(2), unpublishAt: hours(1) }, 400, "validation_failed", "unpublishAt"],
    ] as const;
    for (const [id, body, status, code, path] of cases) {
      const answer = await asEditor("PATCH", `/${id}`, body);
      expect(answer).toMatchObject({ status, body: { code, details: [{ path }] } });
    }
    const unplanned = await asEditor("POST", "", { title: "T", content: "C", unpublishAt: hours(1) });
    expect(unplanned).toMatchObject({ status: 409, body: { code: "not_published" } });
    const both = { title: "T", content: "C", status: "published", publishAt: hours(1) };
    expect(await asEditor("POST", "", both)).toMatchObject({
      status: 409,
      body: { code: "already_published" },
    });
  });

  it("is for whoever may publish", async () => {
    const { id } = await make();
    const body = { publishAt: hours(1) };
    for (const [key, status] of [
      [tenant.secretKeys.viewer, 403],
      [tenant.publishableKey, 403],
    ] as const)
      expect((await callJson("PATCH", `/api/v1/articles/${id}`, { key, body })).status).toBe(status);
    const { token } = tenant.author;
    expect((await callJson("PATCH", `/api/v1/articles/${id}`, { session: token, body })).status).toBe(403);
    const own = await callJson("POST", "/api/v1/articles", {
      session: token,
      body: { title: "Own", content: "", ...body },
    });
    expect(own).toMatchObject({ status: 201, body: { data: body } });
  });
});

describe("what is done by hand ends what was planned instead of it", () => {
  const both = () => ({ publishAt: hours(1), unpublishAt: hours(2) });

  it("publishing leaves the end", async () => {
    const plan = both();
    const { id } = await make(plan);
    const { body } = await asEditor("POST", `/${id}/publish`);
    expect(body.data).toMatchObject({ publishAt: null, unpublishAt: plan.unpublishAt });
    const back = await asEditor("POST", `/${id}/unpublish`);
    expect(back.body.data).toMatchObject({ status: "draft", publishAt: null, unpublishAt: null });
  });

  it("archiving leaves nothing, and what is archived can be planned anew", async () => {
    const { id } = await make(both());
    const { body } = await asEditor("POST", `/${id}/archive`);
    expect(body.data).toMatchObject({ status: "archived", publishAt: null, unpublishAt: null });
    const again = await asEditor("PATCH", `/${id}`, both());
    expect(again).toMatchObject({ status: 200, body: { data: { status: "archived" } } });
    expect((await asEditor("DELETE", `/${id}`)).status).toBe(204);
  });
});

describe("what is planned", () => {
  it("is listed by its time, for staff alone", async () => {
    const other = await createTenant();
    const key = other.secretKeys.editor;
    const post = async (body: object) =>
      (await callJson("POST", "/api/v1/articles", { key, body: { title: "T", content: "", ...body } })).body
        .data.id;
    const last = await post({ publishAt: hours(3) });
    const first = await post({ status: "published", unpublishAt: hours(1) });
    const middle = await post({ publishAt: hours(2), unpublishAt: hours(9) });
    await post({});
    const idsOf = async (query: string, asked = key) => {
      const { body } = await callJson("GET", `/api/v1/articles${query}`, { key: asked });
      return { ids: body.data.map(({ id }: { id: string }) => id), ...body.meta };
    };
    expect(await idsOf("?sort=scheduledAt")).toMatchObject({ ids: [first, middle, last], total: 3 });
    expect(await idsOf("?scheduled=true&status=draft&sort=-scheduledAt")).toMatchObject({
      ids: [last, middle],
    });
    const page = await idsOf("?sort=scheduledAt&limit=2");
    expect(page.ids).toEqual([first, middle]);
    expect(await idsOf(`?sort=scheduledAt&limit=2&cursor=${page.nextCursor}`)).toMatchObject({ ids: [last] });
    for (const query of ["?scheduled=true", "?sort=scheduledAt"])
      expect(await idsOf(query, other.publishableKey)).toMatchObject({ ids: [], total: 0 });
    const refused = await callJson("GET", "/api/v1/articles?scheduled=true&q=tides", { key });
    expect(refused).toMatchObject({ status: 400, body: { details: [{ path: "scheduled" }] } });
  });

  it("is nothing that publishable keys see, on what is published either", async () => {
    const { id, slug } = await make({ status: "published", unpublishAt: hours(1) });
    const draft = await make({ publishAt: hours(1) });
    const key = tenant.publishableKey;
    const one = await callJson("GET", `/api/v1/articles/${id}`, { key });
    const listed = await callJson("GET", `/api/v1/articles?slug=${slug}`, { key });
    const chosen = await callJson("GET", `/api/v1/articles?slug=${slug}&fields=id,unpublishAt`, { key });
    for (const { status, text } of [one, listed, chosen]) {
      expect(status).toBe(200);
      expect(text).toContain(id);
      expect(text).not.toMatch(/publishAt|scheduleProblem/i);
    }
    expect((await callJson("GET", `/api/v1/articles/${draft.id}`, { key })).status).toBe(404);
  });
});
