import { readFile } from "node:fs/promises";
import { reasonOf } from "../support/say";
import { parseDate } from "./dates";
import type { MarkdownFile } from "./files";
import { splitFrontMatter } from "./front-matter";
import { Refusal } from "./refusal";
import { cleanTitle, firstHeading, shortenTitle, titleOfPath } from "./title";

/** A file, as the article that it is to become. */
export interface MarkdownDocument {
  path: string;
  slug: string;
  title: string;
  content: string;
  tags: string[];
  status: "draft" | "published";
  publishedAt: Date | undefined;
  /** What a person may want to know about how it was read. */
  notes: string[];
}

/** The API takes bodies up to this size. */
export const bytesMax = 1024 * 1024;

/** Reads a file. Throws Refusal with the reason if it can't become an article. */
export async function readDocument(
  file: MarkdownFile,
  slug: string,
  now = new Date(),
): Promise<MarkdownDocument> {
  const bytes = await readFile(file.location).catch((error: unknown) => {
    throw new Refusal(`it can't be read: ${reasonOf(error)}`);
  });
  return parseMarkdown({ path: file.path, slug, text: decode(bytes) }, now);
}

function decode(bytes: Buffer): string {
  if (bytes.length === 0) throw new Refusal("it is empty");
  if (bytes.length > bytesMax) throw new Refusal("it is larger than 1 MiB");
  if (bytes.includes(0)) throw new Refusal("it contains a NUL byte, which no text has");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal("it is not valid UTF-8");
  }
}

/** Makes a document of a file's text. Throws Refusal. */
export function parseMarkdown(
  { path, slug, text }: { path: string; slug: string; text: string },
  now = new Date(),
): MarkdownDocument {
  const { data, body: content } = splitFrontMatter(text);
  // A file of front matter alone is sent as it is: whether an article may be without content is the server's rule.
  if (text.trim() === "") throw new Refusal("it is empty");
  const notes: string[] = [];
  const fullTitle = cleanTitle(data.get("title")) ?? firstHeading(content) ?? titleOfPath(path);
  const title = shortenTitle(fullTitle);
  if (title !== fullTitle) notes.push(`its title is longer than 200 characters and was cut to "${title}"`);
  const when = dateOf(data.get("date"), now, notes);
  return {
    path,
    slug,
    title,
    content,
    tags: tagsOf(data.get("tags"), notes),
    status: isYes(data.get("draft")) || when === "future" ? "draft" : "published",
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
  return [...new Set(usable.map((tag) => String(tag).replace(/\s+/g, " ").trim()).filter(Boolean))];
}

function isYes(value: unknown): boolean {
  return value === true || (typeof value === "string" && /^(true|yes|on)$/i.test(value.trim()));
}
