import { describe, expect, it } from "vitest";
import { wordsIn } from "@/app/p/[tenant]/site-words";

const of = (language: string) => wordsIn({ language, timeZone: "UTC" });

describe("the words of a publication's pages", () => {
  it.each([
    ["en-GB", "en", ["0 comments", "1 comment", "1,234 comments"]],
    ["de-AT", "de", ["0 Kommentare", "1 Kommentar", "1.234 Kommentare"]],
    ["fr", "fr", ["0 commentaire", "1 commentaire", "1\u202f234 commentaires"]],
    ["ja", "en", ["0 comments", "1 comment", "1,234 comments"]],
  ])("in %s are in %s, and say so", (language, lang, counts) => {
    const words = of(language);
    expect(words.lang).toBe(lang);
    expect([0, 1, 1_234].map(words.comments)).toEqual(counts);
  });
});
