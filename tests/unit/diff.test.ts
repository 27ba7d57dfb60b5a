import { applyPatch } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffContent } from "@/server/articles/diff";
import { diffTexts } from "@/server/articles/diff-texts";

type ContentDiff = NonNullable<ReturnType<typeof diffContent>>;

/** What a reader of the diff makes of the text before. */
function applied(before: string, { hunks }: ContentDiff): string | false {
  const patchHunks = hunks.map(({ beforeStart, beforeLines, afterStart, afterLines, lines }) => ({
    oldStart: beforeStart,
    oldLines: beforeLines,
    newStart: afterStart,
    newLines: afterLines,
    lines,
  }));
  const file = { oldFileName: "", newFileName: "", oldHeader: "", newHeader: "", hunks: patchHunks };
  // Line ends are a part of the text.
  return applyPatch(before, file, { autoConvertLineEndings: false });
}

describe("the diff of two contents", () => {
  it("says which lines came and went, with what is around them", () => {
    const before = `${Array.from({ length: 20 }, (_, index) => `line ${index}`).join("\n")}\n`;
    expect(diffContent(before, before.replace("line 9\n", "line nine\nand more\n"))).toEqual({
      linesAdded: 2,
      linesRemoved: 1,
      exact: true,
      hunks: [
        {
          beforeStart: 7,
          beforeLines: 7,
          afterStart: 7,
          afterLines: 8,
          lines: [
            " line 6",
            " line 7",
            " line 8",
            "-line 9",
            "+line nine",
            "+and more",
            " line 10",
            " line 11",
            " line 12",
          ],
        },
      ],
    });
  });

  it("turns the one into the other, whatever they are", () => {
    const content = fc
      .array(fc.constantFrom("a", "b", "", "c\r", "-x", "\\ No"))
      .map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(content, content, (before, after) => {
        const diff = diffContent(before, after);
        if (before === after) expect(diff).toBeNull();
        else expect(diff && applied(before, diff)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it("gives up the shortest way where everything differs, and still turns the one into the other", () => {
    const many = (word: string) => Array.from({ length: 60_000 }, (_, index) => `${word}${index}`).join("\n");
    const [before, after] = [`same\n${many("a")}\nend\n`, `same\n${many("b")}\nend\n`];
    const diff = diffContent(before, after);
    expect(diff).toMatchObject({ exact: false, linesAdded: 60_000, linesRemoved: 60_000 });
    expect(diff?.hunks).toHaveLength(1);
    expect(diff && applied(before, diff)).toBe(after);
  });

  it("takes a text that is wholly new as exact, however long", () => {
    const content = "x\n".repeat(500_000);
    expect(diffContent("", content)).toMatchObject({ exact: true, linesAdded: 500_000, linesRemoved: 0 });
    expect(diffContent(content, "")).toMatchObject({ exact: true, linesAdded: 0, linesRemoved: 500_000 });
  });
});

describe("the diff of two texts", () => {
  const text = { title: "T", slug: "s", content: "c", tags: [{ slug: "one", name: "One" }] };

  it("has null for each field that is the same, a tag spelled anew included", async () => {
    const same = { ...text, tags: [{ slug: "one", name: "ONE" }] };
    expect(await diffTexts("someone", text, same)).toEqual({
      title: null,
      slug: null,
      tags: null,
      content: null,
    });
  });

  it("names what differs", async () => {
    const after = { ...text, title: "U", tags: [{ slug: "two", name: "Two" }] };
    expect(await diffTexts("someone", text, after)).toEqual({
      title: { before: "T", after: "U" },
      slug: null,
      tags: { added: [{ slug: "two", name: "Two" }], removed: [{ slug: "one", name: "One" }] },
      content: null,
    });
  });

  it("compares long texts beside the event loop, with the same result", async () => {
    const before = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join("\n");
    const after = before.replace("line 9\n", "line nine\n");
    const fields = await diffTexts("someone", { ...text, content: before }, { ...text, content: after });
    expect(fields.content).toEqual(diffContent(before, after));
  });
});
