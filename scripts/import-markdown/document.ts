import { readFile } from "node:fs/promises";
import { bytesMax, type ImportedArticle } from "../import/article";
import { parseDate } from "../import/dates";
import { Refusal } from "../import/refusal";
import { cleanTitle, firstHeading, oneLine, shortenTitle, titleOfPath } from "../import/title";
import { reasonOf } from "../support/say";
import type { MarkdownFile } from "./files";
import { frontMatterLengthMax, splitFrontMatter } from "./front-matter";

const statuses = ["draft", "published", "archived"] as const;

/** Reads a file. Throws Refusal with the reason if it can't become an article. */
export async function readDocument(file: MarkdownFile, now = new Date()): Promise<ImportedArticle> {
  const bytes = await readFile(file.location).catch((error: unknown) => {
    throw new Refusal(`it can't be read: ${reasonOf(error)}`);
  });
  return parseMarkdown({ path: file.path, text: decode(bytes) }, now);
}

function decode(bytes: Buffer): string {
  if (bytes.length === 0) throw new Refusal("it is empty");
  if (bytes.length > bytesMax + frontMatterLengthMax) throw new Refusal("it is larger than 1 MiB");
  if (bytes.includes(0)) throw new Refusal("it contains a NUL byte, which no text has");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal("it is not valid UTF-8");
  }
}

/** Makes a document of a file's text. Throws Refusal. */
export function parseMarkdown(
  { path, text }: { path: string; text: string },
  now = new Date(),
): ImportedArticle {
  const { data, body: content } = splitFrontMatter(text);
  // A file of front matter alone is sent as it is: whether an article may be without content is the server's rule.
  if (text.trim() === "") throw new Refusal("it is empty");
  if (Buffer.byteLength(content) > bytesMax) throw new Refusal("it is larger than 1 MiB");
  const notes: string[] = [];
  const fullTitle = cleanTitle(data.get("title")) ?? firstHeading(content) ?? titleOfPath(path);
  const title = shortenTitle(fullTitle);
  if (title !== fullTitle) notes.push(`its title is longer than 200 characters and was cut to "${title}"`);
  const when = dateOf(data.get("date"), now, notes);
  return {
    title,
    content,
    tags: tagsOf(data.get("tags"), notes),
    status: when === "future" ? "draft" : statusOf(data, notes),
    publishedAt: when === "future" ? undefined : when,
    notes,
  };
}

function dateOf(value: unknown, now: Date, notes: string[]): Date | "future" | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const date = parseDate(value);
  if (!date) {
    notes.push(`its date "${String(value)}" was not understood and left out`);
    return undefined;
  }
  if (date.getTime() <= now.getTime()) return date;
  notes.push(`its date ${date.toISOString()} is in the future, so it is kept as a draft`);
  return "future";
}

function tagsOf(value: unknown, notes: string[]): string[] {
  const list = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [value];
  const usable = list.filter((tag) => typeof tag === "string" || typeof tag === "number");
  if (value !== undefined && value !== null && usable.length < list.length) {
    notes.push("tags that are neither text nor numbers were left out");
  }
  return [...new Set(usable.map((tag) => oneLine(String(tag))).filter(Boolean))];
}

function statusOf(data: ReadonlyMap<string, unknown>, notes: string[]): ImportedArticle["status"] {
  const said = data.get("status");
  if (typeof said === "string" && said.trim().toLowerCase() === "archived") return "archived";
  if (isYes(data.get("draft"))) return "draft";
  if (said === undefined || said === null) return "published";
  const status = statuses.find((known) => known === String(said).trim().toLowerCase());
  if (!status) notes.push(`its status "${String(said)}" was not understood and left out`);
  return status ?? "published";
}

function isYes(value: unknown): boolean {
  return value === true || (typeof value === "string" && /^(true|yes|on)$/i.test(value.trim()));
}
