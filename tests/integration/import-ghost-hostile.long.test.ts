import { describe, expect, it } from "vitest";
import { Converter } from "../../tools/import-ghost/converter";
import { postSchema } from "../../tools/import-ghost/schema";

const entryOf = (html: string) => ({
  post: postSchema.parse({ id: "1", title: "T", slug: "t", status: "published", html }),
  ...{ meta: undefined, tags: [], authors: [] },
});
const options = { slug: "t", site: undefined };

describe("one post that can't be converted", () => {
  it("is given up when it takes too long, and the next one is converted", async () => {
    const converter = new Converter({ durationMaxMs: 3000 });
    // Turndown looks for white space at the end of its result from each place of this one.
    const slow = converter.toArticle(entryOf(`<pre>x${" ".repeat(900_000)}x</pre>`), options);
    const next = converter.toArticle(entryOf("<p>Next.</p>"), options);
    await expect(slow).rejects.toThrow("its content takes more than 3 s to convert");
    await expect(next).resolves.toMatchObject({ content: "Next." });
    await converter.close();
  });

  it("is refused when it takes too much memory, and the next one is converted", async () => {
    const converter = new Converter({ heapMaxMb: 64 });
    const large = converter.toArticle(entryOf("<b>x</b>".repeat(900_000)), options);
    const next = converter.toArticle(entryOf("<p>Next.</p>"), options);
    await expect(large).rejects.toThrow("its content takes more memory to convert than there is");
    await expect(next).resolves.toMatchObject({ content: "Next." });
    await converter.close();
  });

  it.each([
    ["<", "<".repeat(1024 * 1024)],
    ["lists in lists", "<ul><li>a".repeat(400)],
    ["emphasis", `<p>${"<b>x</b> ".repeat(60_000)}</p>`],
    ["breaks", `<p>${"a<br>".repeat(60_000)}</p>`],
    ["items", `<ol>${"<li>a</li>".repeat(60_000)}</ol>`],
    ["backquotes", `<pre>${"`".repeat(500_000)}</pre>`],
    ["hard spaces in a heading", `<h2>a${"&nbsp;".repeat(60_000)}b</h2>`],
    ["exclamation marks", `<p>a<b>!a${"!".repeat(200_000)}b</b>c</p>`],
  ])("is none of those that are only long: %s", async (_, html) => {
    const converter = new Converter();
    const said = await converter.toArticle(entryOf(html), options).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(said).not.toMatch(/to convert|can't be converted/);
    await converter.close();
  });
});
