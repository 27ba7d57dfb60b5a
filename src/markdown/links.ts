import type { MarkdownIt } from "markdown-it";

type LinkifyIt = MarkdownIt["linkify"];
type Match = NonNullable<ReturnType<LinkifyIt["match"]>>[number];

/** Punctuation of texts without blanks between words: an address never goes on behind it. */
const fullWidth =
  /[\u3000-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2018-\u201f\u2026]/;
const fullWidths = new RegExp(fullWidth, "g");

/** Addresses that become links by themselves: those of GFM (http, https, www., mail), not each word with a dot in it. */
export function autolinks(md: MarkdownIt): void {
  const { linkify } = md;
  linkify.set({ fuzzyLink: true });
  for (const schema of ["ftp:", "//"]) linkify.add(schema, null);
  const match = linkify.match.bind(linkify);
  const matchAtStart = linkify.matchAtStart.bind(linkify);
  linkify.match = (text) => {
    const found: Match[] = [];
    let start = 0;
    for (const end of [...[...text.matchAll(fullWidths)].map(({ index }) => index), text.length]) {
      // Cut before they are looked at, so that nothing is looked at twice.
      for (const link of match(text.slice(start, end)) ?? []) {
        link.index += start;
        link.lastIndex += start;
        if (isWanted(link)) found.push(link);
      }
      start = end + 1;
    }
    return found;
  };
  linkify.matchAtStart = (text) => {
    const end = text.search(fullWidth);
    return matchAtStart(end < 0 ? text : text.slice(0, end));
  };
}

function isWanted({ schema, text }: Match): boolean {
  return schema !== "" || /^www\./i.test(text);
}
