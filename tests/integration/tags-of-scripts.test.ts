import { readFileSync } from "node:fs";
import fc from "fast-check";
import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { tagKey } from "@/server/tags/key";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

/** Tags are told apart by their names, in any script. */
const program = startProgram(wideLimits);
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
});

const send = (method: string, path: string, body?: object) =>
  callJson(method, `/api/v1/${path}`, { key: tenant.secretKeys.admin, ...(body ? { body } : {}) });
const tagsOf = async (tags: string[]) => {
  const { status, body } = await send("POST", "articles", { title: "T", content: "x", tags });
  expect(status).toBe(201);
  return body.data.tags.map(({ name }: { name: string }) => name).sort();
};

it.each([
  "燈塔",
  "とうだい",
  "등대",
  "מגדלור",
  "ประภาคาร",
  "प्रकाशस्तंभ",
  "ফারোজ",
  "கலங்கரை",
  "መብራት",
  "Μάρτιος",
  "маяк",
])("can be named %s, and found by the slug", async (name) => {
  const made = await send("POST", "tags", { name });
  expect([made.status, made.body.data.name]).toEqual([201, name]);
  const { slug } = made.body.data;
  const query = new URLSearchParams({ slug });
  expect((await send("GET", `tags?${query}`)).body.data).toMatchObject([{ name }]);
  expect(await tagsOf([name, "Sea"])).toEqual([name, "Sea"].sort());
  const listed = await send("GET", `articles?${new URLSearchParams({ tag: slug })}`);
  expect(listed.body.meta.total).toBe(1);
});

describe("names that differ in signs or scripts", () => {
  it("are tags of their own, on one article and on several", async () => {
    const names = ["D", "D++", "D#", "灯Net", "Net", ".Net", "燈"];
    expect(await tagsOf(names)).toEqual([...names].sort());
    for (const name of names) expect(await tagsOf([name])).toEqual([name]);
    const { body } = await send("GET", "tags?limit=100");
    const slugs = body.data
      .filter(({ name }: { name: string }) => names.includes(name))
      .map(({ slug }: { slug: string }) => slug);
    expect(new Set(slugs).size).toBe(names.length);
    expect(slugs).toEqual(expect.arrayContaining(["d", "d-plus-plus", "d-sharp", "灯net", "net", "net-2"]));
  });

  it("are made by themselves, and renamed, without a clash of slugs", async () => {
    const made = await Promise.all(["Q", "(Q)", "Q!", "Q?"].map((name) => send("POST", "tags", { name })));
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(made.map(({ body }) => body.data.slug)).size).toBe(4);
    const renamed = await send("PATCH", `tags/${made[0]?.body.data.id}`, { name: "Q." });
    expect([renamed.status, renamed.body.data.name]).toEqual([200, "Q."]);
    const clash = await send("PATCH", `tags/${made[1]?.body.data.id}`, { name: "q!" });
    expect([clash.status, clash.body.code, clash.body.details[0].path]).toEqual([409, "slug_taken", "name"]);
  });
});

it("names that differ in case, accents and blanks alone are one tag, and the first spelling stays", async () => {
  expect(await tagsOf(["Jetée Sud"])).toEqual(["Jetée Sud"]);
  expect(await tagsOf(["jetee  sud", "JETÉE-SUD", "Jete\u0301e_Sud", "Ｊetée\u00a0Sud"])).toEqual([
    "Jetée Sud",
  ]);
  const clash = await send("POST", "tags", { name: "jetée sud" });
  expect([clash.status, clash.body.code]).toEqual([409, "slug_taken"]);
});

it("none is lost where articles bring the same new tags at once", async () => {
  const names = ["X", "X+", "X++", "X#", "(X)", "x", "х"];
  const all = await Promise.all(Array.from({ length: 10 }, () => tagsOf(names)));
  for (const one of all) expect(one).toHaveLength(6);
});

it("articles have slugs of their own letters", async () => {
  const made = await send("POST", "articles", { title: "海の灯台", content: "x", status: "published" });
  expect(made.body.data.slug).toBe("海の灯台");
  expect((await send("POST", "articles", { title: "海の灯台", content: "x" })).body.data.slug).toBe(
    "海の灯台-2",
  );
  const own = await send("POST", "articles", { title: "x", content: "x", slug: "등대" });
  expect([own.status, own.body.data.slug]).toEqual([201, "등대"]);
  const query = new URLSearchParams({ slug: "海の灯台" });
  expect((await send("GET", `articles?${query}`)).body.data).toMatchObject([{ id: made.body.data.id }]);
});

/** Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Kana, Han, Hangul, full width, signs and blanks. */
const ranges: [number, number][] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x386, 0x3ce],
  [0x400, 0x45f],
  [0x5d0, 0x5ea],
  [0x621, 0x64a],
  [0x905, 0x939],
  [0xe01, 0xe2e],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0xff01, 0xff5e],
  [0x2000, 0x203a],
];

it("the program tells names apart as the database does", async () => {
  // Of scripts that both have known for long: Unicode gets new letters, and the two are not of one age.
  const letters = fc
    .constantFrom(...ranges)
    .chain(([from, to]) => fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code)));
  const names = fc.sample(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), 2_000);
  const fixed = ["Café", "CAFÉ", "Größe", "Groesse", "a_b - c", "Å", "ø", "\u3164x", "ΣΑΣ", "İ"];
  const rows = await asAdmin(
    program.database(),
    (sql) =>
      sql`select name, app.tag_key(name) as key from unnest(${[...names, ...fixed].filter((name) => !name.includes("\0"))}::text[]) name`,
  );
  expect(rows.filter(({ name, key }) => tagKey(name) !== key)).toEqual([]);
});

it("tags that were two by their slugs, and are one by their names, become one with all its articles", async () => {
  const [, , , , merge = ""] = readFileSync("drizzle/legacy/0029_tags_by_name.sql", "utf8").split(
    "--> statement-breakpoint",
  );
  const articles = await Promise.all([1, 2].map(() => createArticle(tenant.admin)));
  const id = tenant.id;
  await asAdmin(program.database(), async (sql) => {
    await sql`alter table tags drop constraint tags_tenant_id_key_key`;
    await sql`insert into tags (tenant_id, id, slug, name, created_at) values
      (${id}, gen_random_uuid(), 'mole-a', 'Mole', now()), (${id}, gen_random_uuid(), 'mole-b', 'môle', now() - interval '1 day')`;
    for (const [index, slug] of ["mole-a", "mole-b"].entries()) {
      await sql`insert into article_tags (tenant_id, article_id, tag_id)
        select ${id}, ${articles[index]?.id ?? null}, id from tags where tenant_id = ${id} and slug = ${slug}`;
    }
  });
  const owner = postgres(program.database().ownerUrl, { max: 1 });
  await owner.begin((sql) => sql.unsafe(merge));
  await owner.end();
  await asAdmin(
    program.database(),
    (sql) => sql`alter table tags add constraint tags_tenant_id_key_key unique (tenant_id, key)`,
  );
  for (const article of articles) {
    const { body } = await send("GET", `articles/${article.id}`);
    expect(body.data.tags).toEqual([{ slug: "mole-b", name: "môle" }]);
  }
});
