import type { Token } from "markdown-it";
import { textOf } from "../../src/markdown/headings";
import { createParser } from "../../src/markdown/parser";
import { markdownExtension } from "./file-extensions";

const titleLengthMax = 200;

/** Text as one line; other white space stays as it is, since somebody may have meant it. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]\s*/g, " ").trim();
}

/** A title in one line; undefined if nothing is left of it. */
export function cleanTitle(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  return oneLine(String(value)) || undefined;
}

const parser = createParser();

export interface Heading {
  title: string;
  level: number;
  /** The lines that it takes, the last one excluded. */
  lines: [number, number];
  /** Nothing but blank lines stands before it. */
  isFirst: boolean;
}

/** The first heading, however it is written; what only looks like one, as in a code block, is none. */
export function firstHeading(markdown: string): Heading | undefined {
  const tokens = parser.parse(markdown, {});
  const index = tokens.findIndex(
    ({ type, level }, at) => type === "heading_open" && level === 0 && titleOf(tokens[at + 1]) !== undefined,
  );
  const [heading, inside] = [tokens[index], tokens[index + 1]];
  const title = titleOf(inside);
  if (!heading?.map || title === undefined) return undefined;
  return { title, level: Number(heading.tag.slice(1)), lines: heading.map, isFirst: index === 0 };
}

/** Without the id that some systems write behind it. */
function titleOf(token: Token | undefined): string | undefined {
  const text = token ? textOf(token).replace(/\s+/g, " ") : "";
  return cleanTitle(text.replace(/\s*\{(?:#|\.|:)[^{}]*\}\s*$/, ""));
}

/** A title made of a file's name: `02-getting_started.md` is "Getting started". */
export function titleOfPath(path: string): string {
  const name = (path.split("/").at(-1) ?? path).replace(markdownExtension, "");
  const words = name
    .replace(/^\d+[-_. ]+(?=.)/, "")
    .replace(/[-_\s]+/g, " ")
    .trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : name;
}

/** Shortens a title to what the API takes, between two words where it can, with an ellipsis. */
export function shortenTitle(title: string): string {
  if (title.length <= titleLengthMax) return title;
  const cut = title.slice(0, titleLengthMax - 1);
  const lastSpace = title[titleLengthMax - 1] === " " ? cut.length : cut.lastIndexOf(" ");
  const kept = lastSpace > titleLengthMax / 2 ? cut.slice(0, lastSpace) : cut;
  // A cut in the middle of a character that takes two code units would leave half of it.
  return `${kept.replace(/[\ud800-\udbff]$/, "").replace(/[\s,;:.–-]+$/u, "")}…`;
}
