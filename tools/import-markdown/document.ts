import { readFile, stat } from "node:fs/promises";
import { reasonOf } from "../../src/bin/support/terminal";
import { bytesMax, type ImportedArticle } from "../import/article";
import { ArticleError } from "../import/article-error";
import { Fields } from "../import/fields";
import { Findings } from "../import/findings";
import { standingOf } from "../import/status";
import { cleanTitle, firstHeading, shortenTitle } from "../import/title";
import { lineStarts } from "./code";
import { removeForeignSyntax } from "./foreign-syntax";
import { frontMatterLengthMax, splitFrontMatter } from "./front-matter";
import { type LinkContext, linkedContent } from "./linked";
import { pathMetadata } from "./path-metadata";
import { readSlug } from "./slug-field";
import { readTags } from "./tags-field";

/** A file's text. Throws ArticleError with the reason if it is none. */
export async function readText(location: string): Promise<string> {
  const tooLarge = new ArticleError("it is larger than 1 MiB");
  try {
    if ((await stat(location)).size > bytesMax + frontMatterLengthMax) throw tooLarge;
    return decode(await readFile(location));
  } catch (error) {
    if (error instanceof ArticleError) throw error;
    throw new ArticleError(`it can't be read: ${reasonOf(error)}`);
  }
}

function decode(bytes: Buffer): string {
  if (bytes.length === 0) throw new ArticleError("it is empty");
  if (bytes.includes(0)) throw new ArticleError("it contains a NUL byte, which no text has");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ArticleError("it is not valid UTF-8");
  }
}

/** The address that a file would like, and under which its own site had it. Throws ArticleError. */
export function addressOf({ path, text }: { path: string; text: string }): { slug: string; was: string[] } {
  const fields = new Fields(splitFrontMatter(text).data);
  const said = readSlug(fields);
  return { slug: said.slug ?? pathMetadata(path).slug, was: said.was };
}

/** Makes an article of a file's text. Throws ArticleError. */
export function parseMarkdown(
  { path, text, links }: { path: string; text: string; links?: LinkContext },
  now = new Date(),
): ImportedArticle {
  const { data, body } = splitFrontMatter(text);
  // A file of front matter alone is sent as it is: whether an article may be without content is the server's rule.
  if (text.trim() === "") throw new ArticleError("it is empty");
  if (Buffer.byteLength(body) > bytesMax) throw new ArticleError("it is larger than 1 MiB");
  const notes: string[] = [];
  const fields = new Fields(data);
  const isOwn = isOwnExport(fields);
  const findings = new Findings();
  const read = isOwn ? { content: body, reasons: [] } : removeForeignSyntax(body, findings);
  const named = pathMetadata(path);
  const { fullTitle, content } = titled(fields, read.content, named.title, isOwn);
  const title = shortenTitle(fullTitle);
  if (title !== fullTitle) notes.push(`its title is longer than 200 characters and was cut to "${title}"`);
  readSlug(fields, notes);
  const tags = isOwn ? ownTags(fields.take("tags")) : readTags(fields, path, notes);
  const standing = standingOf(fields, notes, { dateOtherwise: named.date, now });
  const withheld = [
    ...read.reasons,
    ...(!isOwn && /<%|\{\{|\{%/.test(title) ? ["its title is a template"] : []),
  ];
  if (withheld.length > 0 && standing.status === "published") {
    standing.status = "draft";
    notes.push(`it is a draft, since ${[...new Set(withheld)].join(", and ")}`);
  }
  const linked = isOwn || !links ? content : linkedContent(content, path, links, findings);
  const lines = findings.lines();
  if (lines.length > 0) notes.push(`its content is not quite what it was: ${lines.join(", ")}`);
  const unused = fields.unused();
  if (unused.length > 0) notes.push(`not carried: ${unused.join(", ")}`);
  return { title, content: linked, tags, ...standing, notes };
}

/** What `npm run export` writes comes back byte for byte: it has no other system's syntax, or means to show it. */
function isOwnExport(fields: Fields): boolean {
  const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  const keys = ["title", "status", "author", "created", "updated"];
  const isWhole = keys.every((key) => fields.has(key)) && fields.hasOnly([...keys, "date", "tags"]);
  if (!isWhole || !["created", "updated"].every((key) => moment.test(String(fields.take(key))))) return false;
  // Who wrote it and when it was changed is the server's to say.
  fields.take("author");
  return true;
}

function ownTags(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The title, and the content without the heading that says the same, which the page shows by itself. */
function titled(
  fields: Fields,
  content: string,
  otherwise: string,
  isOwn: boolean,
): { fullTitle: string; content: string } {
  const said = cleanTitle(fields.take("title"));
  const heading = said !== undefined && isOwn ? undefined : firstHeading(content);
  const fullTitle = said ?? heading?.title ?? otherwise;
  const isShown = heading && heading.title === fullTitle && (heading.isFirst || heading.level === 1);
  if (!isShown) return { fullTitle, content };
  const starts = lineStarts(content);
  const [first, last] = heading.lines;
  const before = content.slice(0, starts[first]);
  const after = content.slice(starts[last] ?? content.length);
  const gap = before.trim() === "" ? /^(?:[ \t]*(?:\r\n|\r|\n))*/ : /^(?:[ \t]*(?:\r\n|\r|\n))?/;
  return { fullTitle, content: (before.trim() === "" ? "" : before) + after.replace(gap, "") };
}
