import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { guides } from "@/app/docs/_guides/guides";
import { partsOfGuide } from "@/app/docs/_guides/parts";
import { root } from "../../src/bin/support/paths";

const folder = path.join(root, "docs/guides");
const read = (slug: string) => readFileSync(path.join(folder, `${slug}.md`), "utf8");

describe("the guides", () => {
  it("are the files in docs/guides", () => {
    expect(readdirSync(folder).sort()).toEqual(guides.map(({ slug }) => `${slug}.md`).sort());
  });

  it.each(guides)(
    "$slug has its title as heading, and is written as the page shows it",
    ({ slug, title }) => {
      const text = read(slug);
      expect(text.split("\n")[0]).toBe(`# ${title}`);
      // A heading of the first order is the page's own; a block that the splitter misses would lose its frame.
      const words = partsOfGuide(text).flatMap((part) => (part.kind === "words" ? [part.markdown] : []));
      expect(words.join("\n").match(/^(# .*|```.*)$/gm)).toEqual([`# ${title}`]);
    },
  );

  it("says for each line of curl what it answers", () => {
    for (const { slug } of guides) {
      for (const part of partsOfGuide(read(slug))) {
        if (part.kind !== "code" || part.language !== "sh") continue;
        expect([slug, part.code, part.statuses.length]).toEqual([
          slug,
          part.code,
          part.code.match(/(?<![-\w])curl /g)?.length ?? 0,
        ]);
      }
    }
  });

  it("leads only to pages that there are", () => {
    const pages = ["/docs", "/docs/api", "/docs/api/errors", ...guides.map(({ slug }) => `/docs/${slug}`)];
    for (const { slug } of guides) {
      for (const [, link] of read(slug).matchAll(/\]\((\/[^)#]*)/g)) expect(pages).toContain(link);
    }
  });
});
