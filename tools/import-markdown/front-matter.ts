import { ArticleError } from "../import/article-error";
import { readJson, readToml, readYaml } from "./metadata-languages";
import { beginsLikeMetadata, isMetadataLine, knownKey } from "./metadata-lines";

export interface Split {
  /** What the front matter says; empty if there is none. */
  data: ReadonlyMap<string, unknown>;
  /** Everything after the line end of the closing line, a blank first line included; else the whole text. */
  body: string;
}

type Data = Split["data"];
const none: Data = new Map();
/** Characters at most. */
export const frontMatterLengthMax = 64 * 1024;
const lineEnd = "[ \\t]*(?:\\r\\n|\\r|\\n|$)";

/**
 * Takes front matter off a text, in the forms that are in use: YAML between `---` lines (or up to `...`), TOML between
 * `+++` lines, JSON, languages named behind the opening line, YAML without an opening line (Hexo), `Key: value` lines up to
 * a blank one (Pelican), in a comment (Nikola, Pico), `%` lines (Pandoc). Throws ArticleError for what begins like metadata and
 * can't be read as such, since it would be published as text. A byte order mark belongs to neither.
 */
export function splitFrontMatter(source: string): Split {
  const text = source.replace(/^\uFEFF+/, "");
  const rest = text.slice(startOf(text));
  const split =
    fenced(rest) ?? json(rest) ?? withoutOpening(rest) ?? inComment(text.trimStart()) ?? pandoc(rest);
  if (split) return split;
  const [heading] = /^#[^\n\r]*(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n)/.exec(rest) ?? [];
  if (heading && beginsLikeMetadata(rest.slice(heading.length)))
    throw new ArticleError("its front matter has a line before it");
  return { data: none, body: text };
}

/** Behind byte order marks, blank lines, and comments that front matter follows. */
function startOf(text: string): number {
  const blank = /[\uFEFF\u200B\s]*/y;
  const skip = (from: number): number => {
    blank.lastIndex = from;
    return from + (blank.exec(text)?.[0].length ?? 0);
  };
  const first = skip(0);
  let at = first;
  while (text.startsWith("<!--", at)) {
    const end = text.indexOf("-->", at);
    if (end < 0) return first;
    at = skip(end + 3);
  }
  return /^(?:---|\+\+\+)/.test(text.slice(at, at + 3)) ? at : first;
}

const opening = /^(-{3,}|\+{3,}|;{3,})[ \t]*([\w-]*)[ \t]*(?:\r\n|\r|\n|$)/;

function fenced(text: string): Split | undefined {
  const [line, fence = "", language = ""] = opening.exec(text) ?? [];
  if (line === undefined) return undefined;
  const inside = text.slice(line.length);
  const sign = fence.charAt(0);
  const closing = new RegExp(
    `^(?:${sign === "+" ? `\\+{${fence.length}}` : `\\${sign}{${fence.length}}`}${sign === "-" ? "|\\.\\.\\." : ""})${lineEnd}`,
    "m",
  );
  const end = closing.exec(normalised(inside));
  if (!end) {
    if (beginsLikeMetadata(inside)) throw new ArticleError("its front matter has no closing line");
    return undefined;
  }
  if (fence.length > 3 && !beginsLikeMetadata(inside)) return undefined;
  const content = inside.slice(0, end.index);
  const body = inside.slice(end.index + end[0].length);
  const data = parse(content, language || { "-": "yaml", "+": "toml", ";": "json" }[sign] || "");
  return data && { data, body };
}

/** The same length, with a line feed for each lone carriage return, so that `^` finds its lines. */
function normalised(text: string): string {
  return text.replace(/\r(?!\n)/g, "\n");
}

function parse(content: string, language: string): Data | undefined {
  if (content.trim() === "") return none;
  if (content.length > frontMatterLengthMax) throw new ArticleError("its front matter is longer than 64 KiB");
  switch (language.toLowerCase()) {
    case "yaml":
    case "yml": {
      if (/^\s*\{\s*"/.test(content)) return readJson(content);
      return readYaml(content, beginsLikeMetadata(content));
    }
    case "toml":
      return readToml(content);
    case "json":
      return readJson(/^\s*\{/.test(content) ? content : `{${content.replace(/,\s*$/, "")}}`);
    default:
      throw new ArticleError(`its front matter is in "${language}", which is not read`);
  }
}

/** An object at the very beginning. */
function json(text: string): Split | undefined {
  if (!/^\{\s*(?:"|\}\s*(?:[\r\n]|$))/.test(text)) return undefined;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < Math.min(text.length, frontMatterLengthMax); index += 1) {
    const sign = text[index];
    if (inString) {
      if (sign === "\\") index += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === "{") depth += 1;
    else if (sign === "}" && --depth === 0) {
      const body = text.slice(index + 1).replace(/^[ \t]*(?:\r\n|\r|\n|$)/, "");
      return { data: readJson(text.slice(0, index + 1)), body };
    }
  }
  throw new ArticleError("its front matter begins as JSON and never ends");
}

/** Hexo's, which only ends with a line of `---` or `;;;`; Pelican's and MultiMarkdown's, which end with a blank line. */
function withoutOpening(text: string): Split | undefined {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const key = isMetadataLine(first) ? knownKey(first) : undefined;
  if (key === undefined) return undefined;
  const end = /^(?:(---+|;;;+|\.\.\.)[ \t]*)?(?:\r\n|\n|$)/m.exec(normalised(text));
  const content = text.slice(0, end?.index ?? text.length);
  const body = end ? text.slice(end.index + end[0].length) : "";
  if (end?.[1]?.startsWith(";")) return { data: parse(content, "json") ?? none, body };
  if (end?.[1]) return { data: readYaml(content, true) ?? none, body };
  const lines = content.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  if (!lines.every((line) => isMetadataLine(line) || /^\s+\S/.test(line)))
    throw new ArticleError(`it begins like metadata ("${first.slice(0, 40)}") and can't be read as such`);
  return { data: readLines(lines), body };
}

/** `Key: value`, where a line that begins with a blank goes on with the value. */
function readLines(lines: string[]): Data {
  const data = new Map<string, unknown>();
  let last = "";
  for (const line of lines) {
    const colon = line.search(/[:=]/);
    if (/^\s/.test(line)) data.set(last, `${String(data.get(last) ?? "")} ${line.trim()}`.trim());
    else {
      last = line.slice(0, colon).trim();
      data.set(last, line.slice(colon + 1).trim());
    }
  }
  return data;
}

/** Nikola's `<!-- .. title: x -->`, and Pico's between comment signs. */
function inComment(text: string): Split | undefined {
  const [open, close] = text.startsWith("<!--") ? ["<!--", "-->"] : ["/*", "*/"];
  const end = text.startsWith(open) ? text.indexOf(close) : -1;
  if (end < 0) return undefined;
  const lines = text
    .slice(open.length, end)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replace(/^\.\.[ \t]+/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) return undefined;
  if (!lines.every(isMetadataLine) || !lines.some((line) => knownKey(line))) return undefined;
  return {
    data: readLines(lines),
    body: text.slice(end + close.length).replace(/^[ \t]*(?:\r\n|\r|\n)/, ""),
  };
}

/** Pandoc's title block. */
function pandoc(text: string): Split | undefined {
  const [whole, ...values] =
    /^%[ \t]+([^\r\n]+)(?:\r\n|\r|\n)(?:%[ \t]*([^\r\n]*)(?:\r\n|\r|\n))?(?:%[ \t]*([^\r\n]*)(?:\r\n|\r|\n|$))?/.exec(
      text,
    ) ?? [];
  if (whole === undefined) return undefined;
  const keys = ["title", "author", "date"];
  return {
    data: new Map(
      values.flatMap((value, index) => (value ? [[keys[index] ?? "", value.trim()] as const] : [])),
    ),
    body: text.slice(whole.length),
  };
}
