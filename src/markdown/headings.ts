import type { MarkdownIt, StateCore, Token } from "markdown-it";

/**
 * Gives headings ids, as readers of tables of contents know them: `## The walls` is `#the-walls`, and `{#w}` at the end of a
 * heading is an id of the author's own. The sanitiser prefixes all ids and the links to them alike.
 */
export function headingIds(md: MarkdownIt): void {
  md.core.ruler.before("inline", "own_heading_ids", takeOwnIds);
  md.core.ruler.push("heading_ids", (state) => {
    const used = new Map<string, number>();
    eachHeading(state, (heading, inline) => {
      const own = heading.meta?.id;
      heading.attrSet("id", unique(typeof own === "string" ? own : slugOf(textOf(inline)), used));
    });
  });
}

function takeOwnIds(state: StateCore): void {
  eachHeading(state, (heading, inline) => {
    const content = inline.content.trimEnd();
    const start = content.lastIndexOf("{#");
    if (start < 0 || !content.endsWith("}")) return;
    const id = content.slice(start + 2, -1);
    if (!/^[^\s{}"'<>&#]{1,100}$/u.test(id)) return;
    heading.meta = { ...heading.meta, id };
    inline.content = content.slice(0, start).trimEnd();
  });
}

function eachHeading({ tokens }: StateCore, work: (heading: Token, inline: Token) => void): void {
  tokens.forEach((token, index) => {
    const inline = tokens[index + 1];
    if (token.type === "heading_open" && inline?.type === "inline") work(token, inline);
  });
}

/** The words of an inline token, without what only marks them up. */
export function textOf({ children }: Token): string {
  let text = "";
  for (const child of children ?? []) {
    if (child.type === "softbreak" || child.type === "hardbreak") text += " ";
    else if (child.type === "image") text += textOf(child);
    else if (child.type !== "html_inline") text += child.content;
  }
  return text;
}

/** As GitHub makes it, of letters and digits of any script. */
function slugOf(text: string): string {
  const slug = text
    .slice(0, 200)
    .normalize("NFC")
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, "")
    .replace(/\s/gu, "-");
  return slug || "section";
}

function unique(id: string, used: Map<string, number>): string {
  let candidate = id;
  let count = used.get(id) ?? 0;
  while (used.has(candidate)) {
    count++;
    candidate = `${id}-${count}`;
  }
  used.set(id, count);
  used.set(candidate, used.get(candidate) ?? 0);
  return candidate;
}
