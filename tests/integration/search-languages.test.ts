import { beforeAll, describe, expect, it } from "vitest";
import { fold } from "@/server/search/fold";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

/** Words of many languages, as they are typed and as they are written. */
const program = startProgram(wideLimits);
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
});

async function ask(path: string, q: string) {
  const query = new URLSearchParams({ q });
  const { status, body } = await callJson("GET", `/api/v1/${path}?${query}`, {
    key: tenant.secretKeys.viewer,
  });
  expect(status).toBe(200);
  return body.data;
}

const cut = (text: string, spans: { start: number; end: number }[]) =>
  spans.map(({ start, end }) => text.slice(start, end));

interface Case {
  text: string;
  q: string;
  /** What is marked, where it isn't the query itself. */
  marked?: string[];
}

const found: Record<string, Case> = {
  "a word that is being typed": { text: "Lanterns of the pier", q: "lant", marked: ["Lanterns"] },
  "a plural by its singular": { text: "Ferries leave at nine", q: "ferry", marked: ["Ferries"] },
  "a singular by its plural": { text: "One gull", q: "gulls", marked: ["gull"] },
  "another form of a verb": { text: "They were dredging", q: "dredged", marked: ["dredging"] },
  "a word without its accents": { text: "Une journée d’été à Orléans", q: "orleans", marked: ["Orléans"] },
  "a word with accents that the text lacks": { text: "Jalapeno soup", q: "jalapeño", marked: ["Jalapeno"] },
  "a word typed in decomposed letters": { text: "Señal", q: "sen\u0303al", marked: ["Señal"] },
  "a word written in decomposed letters": { text: "Cre\u0300me", q: "crème", marked: ["Cre\u0300me"] },
  "a full-width word": { text: "ＡＢＣＤ guide", q: "abcd", marked: ["ＡＢＣＤ"] },
  "letters that no accent tells apart": { text: "Ærø og Gdańsk i Øster", q: "aero", marked: ["Ærø"] },
  "a sharp s": { text: "Die Schleuße", q: "schleusse", marked: ["Schleuße"] },
  "a German plural": { text: "Zwei Kräne", q: "Kran", marked: ["Kräne"] },
  "a German singular by its plural": { text: "Der Baum", q: "Bäume", marked: ["Baum"] },
  "a part of a dotted name": { text: "Made with vue.js today", q: "vue", marked: ["vue"] },
  "the whole dotted name": { text: "Also svelte.js", q: "svelte.js", marked: ["svelte", "js"] },
  "a part of a mail address": { text: "grace.hopper@example.net", q: "hopper", marked: ["hopper"] },
  "a whole mail address": {
    text: "mary.shelley@example.com",
    q: "mary.shelley@example.com",
    marked: ["mary", "shelley", "example", "com"],
  },
  "a part of an address": { text: "https://quay.example/moorings/list", q: "moorings", marked: ["moorings"] },
  "a word of an underlined name": { text: "use tide_table here", q: "table", marked: ["table"] },
  "a name with signs": { text: "Written in F# by hand", q: "F#", marked: ["F#"] },
  "a name with two signs": { text: "Notepad++ tips", q: "notepad++", marked: ["Notepad++"] },
  "common words": { text: "It is what it was", q: "what it was", marked: ["It", "what", "it", "was"] },
  "quoted common words": { text: "All that is not us", q: '"that is not"', marked: ["that", "is", "not"] },
  "a word that stands with common ones": { text: "Sextants", q: "the sextants of", marked: ["Sextants"] },
  "an English possessive": { text: "Keeper", q: "keeper's", marked: ["Keeper"] },
  "a Russian word in another case": { text: "Вид на маяками", q: "маяк", marked: ["маяками"] },
  "a Russian word by another case": { text: "Наша волна", q: "волны", marked: ["волна"] },
  "Ё as Е": { text: "Зелёный буй", q: "зеленый", marked: ["Зелёный"] },
  "a Greek word": { text: "Στο λιμάνι της πόλης", q: "λιμανι", marked: ["λιμάνι"] },
  "Arabic with and without the article": { text: "الميناء القديم", q: "ميناء", marked: ["الميناء"] },
  "Persian with a joiner": { text: "کتاب‌خانه", q: "کتاب", marked: ["کتاب‌خانه"] },
  Hindi: { text: "पुराना बंदरगाह", q: "बंदरगाह" },
  "Han in a sentence": { text: "今天漁船已經回來了", q: "漁船" },
  "one letter of Han at an end": { text: "老城堡", q: "堡", marked: ["堡"] },
  "Han in a sentence of odd length": { text: "我們看海鷗飛", q: "海鷗" },
  Japanese: { text: "きょうは灯台にのぼる", q: "灯台" },
  "Katakana of half width": { text: "新しいヨット", q: "ﾖｯﾄ", marked: ["ヨット"] },
  Thai: { text: "เราไปทะเลกับเพื่อน", q: "ทะเล" },
  "Korean with a particle": { text: "등대에서 만나자", q: "등대" },
  "Korean by another particle": { text: "바다를 보다", q: "바다에서", marked: ["바다"] },
  "Korean in letters": { text: "고래".normalize("NFD"), q: "고래", marked: ["고래".normalize("NFD")] },
  "letters of two scripts": { text: "新しいWebサイト", q: "web", marked: ["Web"] },
};

describe.each(Object.entries(found))("%s", (_, { text, q, marked = [q] }) => {
  it("is found in title and content, and marked there", async () => {
    const article = await createArticle(tenant.admin, { title: text, content: `Before. ${text}. After.` });
    const hits = (await ask("search", q)).filter(({ id }: { id: string }) => id === article.id);
    expect(hits).toHaveLength(1);
    const [{ title, titleHighlights, snippet, snippetHighlights }] = hits;
    expect(cut(title, titleHighlights)).toEqual(marked);
    expect(cut(snippet, snippetHighlights)).toEqual(marked);
    const listed = await ask("articles", q);
    expect(listed.map(({ id }: { id: string }) => id)).toContain(article.id);
  });
});

it.each([
  ["Vitamin C", "C++"],
  ["A, B and C", "C#"],
  ["Objective C", "C++17"],
  ["A copper kettle", "c"],
  ["Copper and tin", "ha"],
  ["Tin before copper", '"copper tin"'],
  ["Copper plates", "copper -plate"],
  ["漁港船", "漁船"],
])("%j is not found by %j", async (title, q) => {
  const article = await createArticle(tenant.admin, { title, content: "Nothing else" });
  expect((await ask("search", q)).map(({ id }: { id: string }) => id)).not.toContain(article.id);
});

it("puts articles first that have the words in their titles", async () => {
  const inText = await createArticle(tenant.admin, { title: "Walk", content: "A bollard, 係留 on the quay" });
  const inTitle = await createArticle(tenant.admin, { title: "Bollards 係留", content: "Iron" });
  await createArticle(tenant.admin, { title: "Newer", content: "One more bollard, 係留" });
  for (const q of ["bollard", "boll", "係留"]) {
    const ids = (await ask("search", q)).map(({ id }: { id: string }) => id);
    expect(ids).toHaveLength(3);
    expect(ids[0]).toBe(inTitle.id);
    expect(ids).toContain(inText.id);
  }
});

it.each([
  "or",
  "OR or",
  "-",
  '""',
  "-the",
  "'",
  "!!!",
  "+",
  "😀",
  "\u200b x",
  "a or",
  '"a b',
  "-x -y",
  "ß".repeat(200),
  "ﷺ".repeat(200),
  "ab ".repeat(66),
])("takes %j as words", async (q) => {
  await ask("search", q);
  await ask("articles", q);
});

it("answers a page of texts without any words in them as fast as any other", async () => {
  // Passed whole through Postgres' own snippets, this held up everybody for seconds.
  const content = `harbour ${`${"(".repeat(10)}${"[".repeat(1_990)}<i>`.repeat(9)} ebb`;
  const title = "Rows of brackets";
  await Promise.all(
    Array.from({ length: 50 }, () => createArticle(tenant.admin, { title, content, status: "published" })),
  );
  const { body } = await callJson("GET", "/api/v1/search?limit=50&q=harbour%20ebb%20brackets", {
    key: tenant.publishableKey,
  });
  expect(body.data).toHaveLength(50);
  for (const { snippet } of body.data) expect(snippet.length).toBeLessThan(600);
}, 15_000);

it("finds members without the accents of their names", async () => {
  await asAdmin(
    program.database(),
    (sql) =>
      sql`update members set name = 'Łucja Ångström' where tenant_id = ${tenant.id} and user_id = ${tenant.author.userId}`,
  );
  for (const q of ["lucja", "ÅNGSTRÖM", "angstrom", "A\u030angst"]) {
    expect((await ask("members", q)).map(({ name }: { name: string }) => name)).toEqual(["Łucja Ångström"]);
  }
});

it("folds text in the program as in the database", async () => {
  const letters: string[] = [];
  for (let code = 1; code < 0x11000; code++) {
    const letter = String.fromCodePoint(code);
    // What Unicode has got lately one of the two may not know yet: letters of A7C0 to A7FF, and of the newest scripts.
    const isLate = (code >= 0xa7c0 && code < 0xa800) || code >= 0x10d40;
    if (!isLate && /\p{Assigned}/u.test(letter) && !/\p{Cs}/u.test(letter)) letters.push(letter);
  }
  const rows = await asAdmin(
    program.database(),
    (sql) =>
      sql`select letter, app.fold('x' || letter || 'x') as folded from unnest(${letters}::text[]) letter`,
  );
  const different = rows.filter(({ letter, folded }) => fold(`x${letter}x`) !== folded);
  expect(different.map(({ letter }) => letter.codePointAt(0).toString(16))).toEqual([]);
});
