import { describe, expect, it } from "vitest";
import { createApiKey } from "@/server/api-keys/schema";
import { createArticle } from "@/server/articles/schema";
import { signUp, updateMe } from "@/server/auth/schema";
import { createComment } from "@/server/comments/schema";
import { joinAsNew } from "@/server/members/schema";
import { nameTag } from "@/server/tags/schema";
import { updateTenant } from "@/server/tenants/schema";

/** Every line that somebody names something with. */
const fields = {
  "title of an article": (value: string) => createArticle.safeParse({ title: value, content: "" }),
  "tag of an article": (value: string) => createArticle.safeParse({ title: "T", content: "", tags: [value] }),
  "name of a tag": (name: string) => nameTag.safeParse({ name }),
  "name of an organisation": (name: string) => updateTenant.safeParse({ name }),
  "name of a key": (name: string) => createApiKey.safeParse({ name, kind: "secret", role: "viewer" }),
  "own name": (name: string) => updateMe.safeParse({ name }),
  "name of who joins": (name: string) => joinAsNew.safeParse({ token: "x", name, password: "x" }),
  "organisation and name at the sign-up": (value: string) =>
    signUp.safeParse({
      organisation: value,
      name: value,
      email: "a@example.org",
      password: "long enough it is",
    }),
};

const refused: Record<string, [string, RegExp]> = {
  "a word joiner": ["\u2060", /^must not be empty/],
  "a zero width joiner": ["\u200d", /^must not be empty/],
  "a right-to-left mark": ["\u200f\u200f", /^must not be empty/],
  "a soft hyphen": ["\u00ad", /^must not be empty/],
  "a variation selector": ["\ufe0f", /^must not be empty/],
  "a tag character": ["\u{e0041}", /^must not be empty/],
  "a Mongolian vowel separator": ["\u180e", /^must not be empty/],
  "fillers of Hangul": ["\u115f\u1160\uffa0", /^must not be empty/],
  "a blank of Braille": ["\u2800", /^must not be empty/],
  "an accent alone": ["\u0301", /^must not be empty/],
  "blanks and nothing": [" \u00a0\u3000\u200b ", /^must not be empty/],
  "an escape": ["a\u001b[31mb", /control characters/],
  "a delete": ["a\u007fb", /control characters/],
  "a C1 control": ["a\u009bb", /control characters/],
  "a form feed": ["a\fb", /control characters/],
  "a byte order that is none": ["a\ufffeb", /no character of Unicode/],
  "a noncharacter": ["a\u{1ffff}b", /no character of Unicode/],
  "a left-to-right override": ["a\u202db", /turn the direction/],
  "an override that is ended": ["a\u202eb\u202c", /turn the direction/],
  "an embedding without an end": ["\u202babc", /turn the direction/],
  "an isolate without an end": ["abc\u2067", /turn the direction/],
  "an end without a beginning": ["abc\u2069", /turn the direction/],
  "a line separator": ["a\u2028b", /single line/],
  "a next line": ["a\u0085b", /single line|control/],
};

const taken: Record<string, string> = {
  "a family of emoji": "👨‍👩‍👧",
  "a heart with its selector": "❤️",
  "a flag of tags": "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
  "Persian with a non-joiner": "می‌خواهم",
  "Hindi with a joiner": "क्‍ष",
  "Hebrew with a mark": "שלום (C++)\u200f!",
  "an isolate that is ended": "\u2068العربية\u2069 and more",
  "an embedding that is ended": "\u202bעברית\u202c",
  "signs alone": "…?!",
  "one letter of Hangul": "ㅎ",
  "a private sign of a font": "a\ue000",
  "a tab": "a\tb",
};

describe.each(Object.entries(fields))("the %s", (_, parse) => {
  it.each(Object.entries(refused))("can't be %s", (_name, [value, message]) => {
    const messages = parse(value).error?.issues.map((issue) => issue.message) ?? [];
    expect(messages.join("; ")).toMatch(
      message.source.startsWith("^") ? new RegExp(message.source.slice(1)) : message,
    );
  });

  it.each(Object.entries(taken))("can be %s", (_name, value) => {
    expect(parse(value).error?.issues.filter(({ path }) => !path.includes("password"))).toSatisfy(
      (issues: unknown[] | undefined) => !issues || issues.length === 0,
    );
  });
});

describe("a comment", () => {
  it("may have lines, and nothing that can't be seen or is a control", () => {
    expect(createComment.parse({ body: " One\n\ttwo\r\n" }).body).toBe("One\n\ttwo");
    for (const body of ["\u200b", "a\u0010", "\ufffe a"])
      expect(createComment.safeParse({ body }).success).toBe(false);
  });
});

it("content stays byte for byte, whatever can't be seen in it", () => {
  const content = "\u200b\u202e\u0010\u2028\ufeff";
  expect(createArticle.parse({ title: "T", content }).content).toBe(content);
});
