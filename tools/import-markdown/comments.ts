import type { Findings } from "../import/findings";
import { spliced, withoutCode } from "./code";

interface Kind {
  open: RegExp;
  close: RegExp;
  name: string;
}

/** What systems show to nobody. The signs in use are many; what each begins with is told apart by its first characters. */
const kinds: Kind[] = [
  { open: /<!--/y, close: /-->/g, name: "a comment of HTML was removed" },
  { open: /%%/y, close: /%%/g, name: "a comment of Obsidian was removed" },
  { open: /\{\{-?\s*\/\*/y, close: /\*\/\s*-?\}\}/g, name: "a comment of Hugo was removed" },
  { open: /\{\/\*/y, close: /\*\/\}/g, name: "a comment of MDX was removed" },
  { open: /\{#[-\s]/y, close: /#\}/g, name: "a comment of Jinja was removed" },
  {
    open: /\{%-?\s*comment\b/y,
    close: /\{%-?\s*endcomment\s*-?%\}/g,
    name: "a comment of Liquid was removed",
  },
  { open: /\{::comment\s*\}/y, close: /\{:\/(?:comment)?\}/g, name: "a comment of Kramdown was removed" },
  {
    open: /\{\{[<%]\s*comment\b/y,
    close: /\{\{[<%]\s*\/\s*comment\s*[>%]\}\}/g,
    name: "a comment of Hugo was removed",
  },
];
const openings = /<!--|%%|\{\{|\{[/#%:]/g;
const definition = /^[ \t]{0,3}\[(?:\/\/|comment|_|#|\.)?\]:[ \t]*(?:#|<>)[^\r\n]*(?:\r\n|\r|\n|$)/gim;

/**
 * Takes comments out of a text, but not out of code. One that never ends hides all behind it, which goes too, with a reason
 * for keeping the article to oneself.
 */
export function withoutComments(text: string, findings: Findings, reasons: string[]): string {
  if (!/<!--|%%|\{[{/#%:]|\]:/.test(text)) return text;
  const masked = withoutCode(text);
  const cuts: { from: number; to: number; by: string }[] = [];
  for (const { index, 0: whole } of masked.matchAll(definition)) {
    cuts.push({ from: index, to: index + whole.length, by: "" });
    findings.add("a comment of Markdown was removed");
  }
  openings.lastIndex = 0;
  for (let found = openings.exec(masked); found; found = openings.exec(masked)) {
    const kind = kindAt(masked, found.index);
    if (!kind) continue;
    kind.close.lastIndex = found.index + 2;
    const end = kind.close.exec(masked);
    const to = end ? end.index + end[0].length : text.length;
    cuts.push({ from: found.index, to, by: "" });
    findings.add(kind.name);
    if (/members?-?only|paywall/i.test(text.slice(found.index, Math.min(to, found.index + 200))))
      reasons.push("a part of it is for members");
    if (!end) {
      reasons.push("a comment in it never ends");
      break;
    }
    openings.lastIndex = to;
  }
  return spliced(text, cuts);
}

function kindAt(text: string, index: number): Kind | undefined {
  // "rose by 50%%" begins no comment.
  if (text.startsWith("%%", index) && /[\p{L}\p{N}]/u.test(text[index - 1] ?? "")) return undefined;
  return kinds.find(({ open }) => {
    open.lastIndex = index;
    return open.test(text);
  });
}
