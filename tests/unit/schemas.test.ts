import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createArticle, listArticles, updateArticle } from "@/server/articles/schema";
import { slugCandidates, slugOf } from "@/server/articles/slugs";
import { normaliseEmail } from "@/server/auth/email";
import { can } from "@/server/auth/permissions";
import { signUp } from "@/server/auth/schema";

const article = { title: "T", content: "C" };

describe("article input", () => {
  it.each([
    [{ ...article, authorId: "x" }, "unrecognized_keys"],
    [{ ...article, tenantId: "x" }, "unrecognized_keys"],
    [{ ...article, title: "" }, "too_small"],
    [{ ...article, title: "x".repeat(201) }, "too_big"],
    [{ ...article, content: "a\0b" }, "custom"],
    [{ ...article, content: "\ud800" }, "custom"],
    [{ ...article, slug: "Not A Slug" }, "custom"],
    [{ ...article, status: "archived" }, "invalid_value"],
    [{ ...article, publishedAt: "2999-01-01T00:00:00Z" }, "custom"],
    [{ ...article, tags: Array(21).fill("x") }, "too_big"],
  ])("refuses %j", (input, code) => {
    const result = createArticle.safeParse(input);
    expect(result.error?.issues.map((issue) => issue.code)).toContain(code);
  });

  it("keeps content byte for byte", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (content) => {
        fc.pre(!content.includes("\0") && content.isWellFormed());
        expect(createArticle.parse({ title: "T", content }).content).toBe(content);
      }),
    );
  });

  it("wants at least one change", () => {
    expect(updateArticle.safeParse({}).success).toBe(false);
    expect(updateArticle.safeParse({ title: "New" }).success).toBe(true);
  });

  it("has defaults and bounds for lists", () => {
    expect(listArticles.parse({})).toMatchObject({ limit: 20, offset: 0, sort: "-updatedAt" });
    for (const bad of [
      { limit: "0" },
      { limit: "101" },
      { offset: "10001" },
      { limit: "x" },
      { nope: "1" },
      { status: "gone" },
    ]) {
      expect(listArticles.safeParse(bad).success).toBe(false);
    }
  });
});

const isSlug = (slug: string) => createArticle.safeParse({ ...article, slug }).success;

describe("slugs", () => {
  it.each(["港口", "пристань", "λιμάνι", "café", "ท่าเรือ-น้ำ", "अ-1", "한국-2026", "a-港口"])(
    "may be %s",
    (slug) => {
      expect(isSlug(slug)).toBe(true);
    },
  );

  it.each([
    ["not composed", "cafe\u0301"],
    ["in capitals", "Пристань"],
    ["of full width", "ａｂｃ"],
    ["of two scripts that look alike", "p\u0430ypal"],
    ["of Greek and Latin", "ν\u006fvα"],
    ["with a zero width space", "a\u200bb"],
    ["of a filler alone", "\u3164"],
    ["of a mark alone", "\u0301"],
    ["with an override", "a\u202eb"],
    ["with a sign", "c++"],
    ["with a slash", "a/b"],
    ["with a percent sign", "%e6%b8%af"],
    ["with dots", ".."],
    ["with a hyphen at its end", "港口-"],
  ])("may not be %s", (_, slug) => {
    expect(isSlug(slug)).toBe(false);
  });

  it.each([
    ["Hello, World!", "hello-world"],
    ["  Ünïcödé & more  ", "uenicoede-and-more"],
    ["日本語", "日本語"],
    ["港口Web, 第2版!", "港口web-第2版"],
    ["Über 서울", "ueber-서울"],
    ["ท่าเรือ น้ำ", "ท่าเรือ-น้ำ"],
    ["שלום", "שלום"],
    ["बंदरगाह", "बंदरगाह"],
    ["Привет, мир", "privet-mir"],
    ["C++ & C#", "c-and-c"],
    ["\u200b\u3164😀", ""],
    ["カタカナ・ドット", "カタカナ-ドット"],
  ])("of %s is %j", (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });

  it("are always valid or empty, whatever the title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (title) => {
        const slug = slugOf(title);
        expect(slug === "" || isSlug(slug)).toBe(true);
        for (const candidate of slugCandidates(title, "abc123")) expect(isSlug(candidate)).toBe(true);
      }),
    );
  });
});

describe("accounts", () => {
  it.each(["short", "x".repeat(129)])("refuses the password %s", (password) => {
    const input = { organisation: "O", name: "N", email: "a@example.org", password };
    expect(signUp.safeParse(input).error?.issues[0]?.path).toEqual(["password"]);
  });

  it("compares addresses without regard to case", () => {
    expect(normaliseEmail("Ada@Example.ORG")).toBe("ada@example.org");
  });
});

describe("roles", () => {
  it.each([
    ["admin", ["read", "write", "delete", "admin"]],
    ["editor", ["read", "write", "delete"]],
    ["author", ["read", "write"]],
    ["viewer", ["read"]],
    ["public", []],
  ] as const)("%s may %j", (role, allowed) => {
    for (const permission of ["read", "write", "delete", "admin"] as const) {
      expect(can(role, permission)).toBe((allowed as readonly string[]).includes(permission));
    }
  });
});
