import type { Findings } from "../import/findings";
import { spliced, withoutCode } from "./code";
import { withoutComments } from "./comments";

/** Syntax of other systems that Markdown doesn't have: it is left as it stands, and noted. */
const kinds: { name: string; pattern: RegExp }[] = [
  { name: "a Hugo shortcode {{< >}}", pattern: /\{\{[<%]/g },
  { name: "a template tag {% %}", pattern: /\{%/g },
  { name: "a template expression {{ }}", pattern: /\{\{(?![<%])/g },
  { name: "a template tag <% %>", pattern: /<%/g },
  { name: "an embedded note ![[ ]]", pattern: /!\[\[/g },
  { name: "an admonition or directive :::", pattern: /^[ \t]*:{3,}[ \t]*\{?[\w-]/gm },
  { name: "an admonition !!!", pattern: /^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+\w/gm },
  { name: "a callout [!note]", pattern: /^[ \t]*>[ \t]*\[![\w-]+\]/gm },
  { name: "attributes in braces {: }", pattern: /\{:[^\n{}]{0,200}\}/g },
  { name: "a table of contents [TOC]", pattern: /^[ \t]*\[{1,2}_?toc_?\]{1,2}[ \t]*$/gim },
  { name: "a mark ==of highlighting==", pattern: /==[^=\s][^=\n]{0,500}==/g },
  { name: "a mathematical formula $$", pattern: /\$\$[^$]/g },
  { name: "an abbreviation *[ ]:", pattern: /^\*\[[^\]\n]{1,100}\]:/gm },
];
const gated =
  /members?(?:-?only)?|premium|pay-?wall|paid|private|secret|hidden|drafts?|subscribers?|password|protected|gated|restricted|encrypt(?:ed)?/i;
const condition = /\{%-?\s*(?:if|unless|case)\b|\{\{-?\s*if\b/;
const hiddenElement = /<[a-z][^<>]{0,300}?(?:\shidden(?=[\s=>/])|display\s*:\s*none)/i;

export interface Read {
  content: string;
  /** Why it isn't for everybody. */
  reasons: string[];
}

/** Takes what nobody was to see out of a text, and notes what else Markdown doesn't know. */
export function removeForeignSyntax(text: string, findings: Findings): Read {
  const reasons: string[] = [];
  const content = withoutModules(withoutComments(text, findings, reasons), findings, reasons);
  if (!/[<{[:!?=$*]/.test(content)) return { content, reasons };
  const masked = withoutCode(content);
  for (const { name, pattern } of kinds) for (const _ of masked.matchAll(pattern)) findings.add(name);
  noteElements(masked, findings, reasons);
  if (condition.test(masked)) reasons.push("a part of it is shown on a condition only");
  if (hiddenElement.test(masked)) reasons.push("an element of it is hidden");
  for (const [, name = ""] of masked.matchAll(/(?:\{\{[<%]\s*|\{%-?\s*|^:{3,}[ \t]*\{?)([\w-]+)/gm))
    if (gated.test(name)) reasons.push(`a part of it is "${name}"`);
  return { content, reasons };
}

function noteElements(masked: string, findings: Findings, reasons: string[]): void {
  const html = new Set<string>();
  for (const [, name = ""] of masked.matchAll(/<([A-Za-z][\w.-]*)(?=[\s/>])/g)) {
    if (/^[A-Z]/.test(name) && !/^[A-Z]+\d?$/.test(name)) findings.add(`a component of JSX <${name}>`);
    else html.add(name.toLowerCase());
    if (gated.test(name)) reasons.push(`a part of it is "${name}"`);
  }
  if (html.size > 0)
    findings.add(`raw HTML, of which not everything is shown (${[...html].slice(0, 12).join(", ")})`);
}

const importLine = /^import\s+(?:(?:[\w*{][^;'"]{0,500}?)\s+from\s+)?["'][^"'\n]+["'];?[ \t]*$/;
const exportLine = /^export\s+(?:const|let|var|default|function|class|async|\{|\*)/;

/** The lines of MDX that are a program: from `import` or `export` to the next blank line. */
function withoutModules(text: string, findings: Findings, reasons: string[]): string {
  if (!/^(?:import|export)\s/m.test(text)) return text;
  const masked = withoutCode(text);
  const cuts: { from: number; to: number; by: string }[] = [];
  for (const { index, 0: block } of masked.matchAll(
    /^(?:import|export)\s(?:(?!(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n))[\s\S]){0,20000}/gm,
  )) {
    const end = lengthOfModule(block);
    if (end === 0) continue;
    const piece = text.slice(index, index + end);
    findings.add("a line of MDX (import, export) was removed");
    if (/\b(?:draft|private|hidden|unlisted|published?|visibility|status)["']?\s*[:=]/i.test(piece))
      reasons.push("an export of it says so");
    cuts.push({ from: index, to: index + end, by: "" });
  }
  return spliced(text, cuts);
}

/** How much of a paragraph that begins with `import` or `export` is a program; a text may begin with the word as well. */
function lengthOfModule(block: string): number {
  if (exportLine.test(block)) return block.length;
  let length = 0;
  let open = "";
  for (const line of block.split(/(?<=\n|\r(?!\n))/)) {
    if (open === "" && exportLine.test(line)) return block.length;
    open += line;
    if (importLine.test(open.replace(/\s+/g, " ").trim())) {
      length += open.length;
      open = "";
    } else if (open.length > 2000 || !/^import\b/.test(open)) break;
  }
  return length;
}
