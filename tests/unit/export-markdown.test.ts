import fc from "fast-check";
import { expect, test } from "vitest";
import { createArticle } from "@/server/articles/schema";
import type { ExportedArticle } from "@/server/export/schema";
import { line } from "@/server/platform/text";
import { markdownFileOf } from "../../tools/export/markdown-file";
import { parseMarkdown } from "../../tools/import-markdown/document";

/** Any text that the API takes, many of them ones that YAML or Markdown would take for something else. */
const awkward = fc.constantFrom(
  "---",
  "null",
  "true",
  "~",
  "0x1F",
  "2024-01-01",
  "- a",
  "a: b",
  "#",
  "{",
  "'",
  '"\\',
);
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), awkward);
const lineOf = (lengthMax: number) =>
  fc
    .tuple(anyText, awkward, anyText)
    .map((parts) => parts.join(""))
    .map((text) =>
      text
        .replace(/(?!\t)[\p{Cc}\p{Noncharacter_Code_Point}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "")
        .slice(0, lengthMax)
        .toWellFormed()
        .trim(),
    )
    .filter((text) => line(lengthMax).safeParse(text).success);

const slug = fc.stringMatching(/^[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,8}$/);
const date = fc.date({ min: new Date("0001-01-01"), max: new Date("2026-01-01"), noInvalidDate: true });

const article: fc.Arbitrary<ExportedArticle> = fc.record({
  id: fc.uuid(),
  slug,
  title: lineOf(200),
  status: fc.constantFrom("draft", "published", "archived"),
  publishedAt: date.map((when) => when.toISOString()),
  createdAt: date.map((when) => when.toISOString()),
  publishAt: fc.constant(null),
  unpublishAt: fc.constant(null),
  updatedAt: date.map((when) => when.toISOString()),
  version: fc.nat(),
  author: fc.record({ id: fc.uuid(), name: lineOf(100) }),
  tags: fc
    .uniqueArray(lineOf(50), { maxLength: 20 })
    .map((names) => names.map((name) => ({ slug: "x", name }))),
  content: anyText,
});

test("whatever an article holds, its file says the same to the import", () => {
  fc.assert(
    fc.property(article, (one) => {
      const path = `${one.slug}.md`;
      const imported = parseMarkdown({
        path,
        text: markdownFileOf(one),
      });
      const { title, content, status, publishedAt, tags } = one;
      expect(imported).toEqual({
        ...{ title, content, status, notes: [] },
        publishedAt: new Date(publishedAt ?? 0),
        tags: tags.map(({ name }) => name),
      });
      // The titles and tags made here are ones that the API takes.
      if (!content.includes("\0") && content.isWellFormed())
        createArticle.parse({ title, content, tags: imported.tags, slug: one.slug });
    }),
    { numRuns: 500 },
  );
});

test("what is scheduled is carried, and is a reason to leave it a draft", () => {
  const [one] = fc.sample(article, 1);
  if (!one) throw new Error("an article is expected");
  const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
  const scheduled: ExportedArticle = { ...one, status: "draft", publishAt: inAYear, unpublishAt: inAYear };
  const text = markdownFileOf(scheduled);
  expect(text).toContain(`publishDate: "${inAYear}"\nexpiryDate: "${inAYear}"\n`);
  expect(parseMarkdown({ path: "one.md", text })).toMatchObject({ status: "draft", title: one.title });
  const publicOne = { ...scheduled, status: "published" } as const;
  expect(parseMarkdown({ path: "one.md", text: markdownFileOf(publicOne) }).status).toBe("draft");
});
