import type { Env, MarkdownIt } from "markdown-it";
import { limits } from "./bounds";

const openTags = Symbol("open tags");
const tag = /<(\/?)([a-z][^\s/>]{0,30})/gi;
const empty = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "wbr",
]);
/** Their end may be left out: one that follows its like is no deeper. */
const selfClosing = new Set(["p", "li", "td", "th", "tr", "dt", "dd"]);

/**
 * Hands raw HTML on to the sanitiser, unless its tags are nested so deep that sanitising would take time by the square of
 * them: then they are shown as text.
 */
export function rawHtml(md: MarkdownIt): void {
  const { escapeHtml } = md.utils;
  const render = (html: string, env: Env | undefined) =>
    isShallow(html, env ?? {}) ? html : escapeHtml(html);
  md.renderer.rules.html_block = (tokens, index, _options, env) => render(tokens[index]?.content ?? "", env);
  md.renderer.rules.html_inline = (tokens, index, _options, env) => render(tokens[index]?.content ?? "", env);
}

/** Follows what is open through the whole text. What only looks like a tag is counted as one; that does no harm. */
function isShallow(html: string, env: Env): boolean {
  const before = (env[openTags] as string[] | undefined) ?? [];
  const open = [...before];
  for (const [, slash, rawName = ""] of html.matchAll(tag)) {
    const name = rawName.toLowerCase();
    if (slash) {
      const index = open.lastIndexOf(name);
      if (index >= 0) open.length = index;
    } else if (!empty.has(name) && !(selfClosing.has(name) && open.at(-1) === name)) {
      if (open.length >= limits.htmlDepth) return false;
      open.push(name);
    }
  }
  env[openTags] = open;
  return true;
}
