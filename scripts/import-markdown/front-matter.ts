import { parseDocument } from "yaml";
import { Refusal } from "../import/refusal";

export interface Split {
  /** What the front matter says; empty if there is none. */
  data: ReadonlyMap<string, unknown>;
  /** Everything after the line end of the closing `---` line, a blank first line included; else the whole text. */
  body: string;
}

const none: ReadonlyMap<string, unknown> = new Map();
const fence = /^---[ \t]*(?:\r\n|\n|$)/;
/** Characters at most. */
export const frontMatterLengthMax = 64 * 1024;

/**
 * Takes YAML front matter off a text: between a `---` line at its very start and the next `---` line. Without the
 * second line, or with something that is no mapping between them (a text may well begin with a rule), there is none
 * and all of it is body. Throws Refusal for front matter that is broken. A byte order mark belongs to neither.
 */
export function splitFrontMatter(source: string): Split {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const opening = fence.exec(text);
  if (!opening) return { data: none, body: text };
  const closing = /^---[ \t]*(?:\r\n|\n|$)/m;
  const rest = text.slice(opening[0].length);
  const end = closing.exec(rest);
  if (!end) return { data: none, body: text };
  const data = parse(rest.slice(0, end.index));
  return data ? { data, body: rest.slice(end.index + end[0].length) } : { data: none, body: text };
}

/** The mapping that `yaml` is; undefined if it is something else. */
function parse(yaml: string): ReadonlyMap<string, unknown> | undefined {
  if (yaml.trim() === "") return none;
  if (yaml.length > frontMatterLengthMax) throw new Refusal("its front matter is longer than 64 KiB");
  // The core schema makes no dates and knows no custom tags; few aliases, so that a small document can't grow huge.
  const document = parseDocument(yaml, { schema: "core", logLevel: "silent", uniqueKeys: false });
  const [error] = document.errors;
  if (error && !looksLikeMapping(yaml)) return undefined;
  if (error) throw new Refusal(`its front matter is not valid YAML: ${error.message.split("\n")[0]}`);
  const value = toJs(document);
  return value instanceof Map ? new Map([...value].map(([key, entry]) => [String(key), entry])) : undefined;
}

function toJs(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: 50 });
  } catch (error) {
    throw new Refusal(`its front matter can't be read: ${error instanceof Error ? error.message : error}`);
  }
}

function looksLikeMapping(yaml: string): boolean {
  return /^[\w-]+[ \t]*:/.test(yaml.trimStart());
}
