import { slugOf } from "../../src/server/articles/slugs";
import { bytesMax, type ImportedArticle } from "../import/article";
import { ArticleError } from "../import/article-error";
import { parseDate } from "../import/dates";
import { tagsFrom } from "../import/tags";
import { cleanTitle, shortenTitle } from "../import/title";
import { contentOf } from "./content";
import type { Entry } from "./read";
import type { GhostPost, GhostPostMeta } from "./schema";

export type GoodEntry = Extract<Entry, { post: unknown }>;

export interface PostOptions {
  /** Where the old site is, for addresses that Ghost keeps without it; undefined: not known. */
  site: string | undefined;
  /** By their slugs in Ghost, the slugs of the articles that it may lead to. */
  slugs?: ReadonlyMap<string, string>;
  now?: Date;
}

/** A post as the article that it is to become. Throws ArticleError with the reason if it can't. */
export function toArticle({ post, meta, tags }: GoodEntry, options: PostOptions): ImportedArticle {
  const { site, slugs = new Map(), now = new Date() } = options;
  const notes: string[] = [];
  const fullTitle = cleanTitle(post.title) ?? "(Untitled)";
  const title = shortenTitle(fullTitle);
  if (title !== fullTitle) notes.push(`its title is longer than 200 characters and was cut to "${title}"`);
  noteAddress(post, notes);
  if (isPage(post)) notes.push("it was a page, and is an article like others");
  const { content, lost, hasPaywall } = contentOf(post, meta, { address: site, slugs });
  if (Buffer.byteLength(content) > bytesMax) throw new ArticleError("its content is larger than 1 MiB");
  const state = stateOf({ ...post, emailOnly: meta?.email_only ?? false, hasPaywall }, now, notes);
  const names = tagsFrom(tags, notes);
  if (lost.length > 0) notes.push(`its content is not quite what it was: ${lost.join(", ")}`);
  const fields = fieldsLost(post, meta);
  if (fields.length > 0) notes.push(`not carried: ${fields.join(", ")}`);
  return { title, content, tags: names, ...state, notes };
}

/** The address that a post would like: Ghost's own, as it is written here. */
export function addressOf(post: GhostPost): string {
  return slugOf(post.slug || post.title || "", Number.MAX_SAFE_INTEGER);
}

function noteAddress(post: GhostPost, notes: string[]): void {
  const address = addressOf(post);
  if (!post.slug || address === post.slug) return;
  notes.push(`its address "${post.slug}" ${address ? `became "${address}"` : "can't be one here"}`);
}

function isPage(post: GhostPost): boolean {
  return post.type === "page" || post.page;
}

/** How the report calls it. */
export function pathOf(post: GhostPost): string {
  return `${isPage(post) ? "page" : "post"} ${post.slug || post.title || post.id}`;
}

/** What only some people were to read, or nobody yet, must not become public. */
function stateOf(
  post: GhostPost & { emailOnly: boolean; hasPaywall: boolean },
  now: Date,
  notes: string[],
): Pick<ImportedArticle, "status" | "publishedAt"> {
  const { status, visibility, published_at } = post;
  const date = dateOf(published_at);
  const isFuture = date !== undefined && date > now;
  const publishedAt = isFuture ? undefined : date;
  if (published_at && !date) notes.push(`its date "${published_at}" is not understood, so it is a draft`);
  else if (status === "scheduled" || (status === "published" && isFuture))
    notes.push(
      `it was to be published on ${date?.toISOString() ?? "a day that it does not say"}, and is a draft`,
    );
  else if (status === "sent" || (status === "published" && post.emailOnly))
    notes.push("it was sent to subscribers and never published, and is a draft");
  else if (status === "published" && visibility && visibility !== "public")
    notes.push(`it was not for everybody (${visibility}), and is a draft`);
  else if (status === "published" && post.hasPaywall)
    notes.push("a part of it was for members, so it is a draft");
  else if (status === "published") return { status: "published", publishedAt };
  else if (status && status !== "draft") notes.push(`its status "${status}" is not known, and it is a draft`);
  return { status: "draft", publishedAt };
}

/** Ghost's dates are ISO 8601, `2020-01-01 00:00:00` in UTC, or milliseconds. */
function dateOf(value: string | number | null | undefined): Date | undefined {
  if (typeof value !== "number") return parseDate(value);
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const metaFields = [
  "og_title",
  "og_description",
  "og_image",
  "twitter_title",
  "twitter_description",
  "twitter_image",
  "email_subject",
] as const;
const postFields = [
  "custom_excerpt",
  "canonical_url",
  "codeinjection_head",
  "codeinjection_foot",
  "custom_template",
] as const;

function fieldsLost(post: GhostPost, meta: GhostPostMeta | undefined): string[] {
  return [
    ...postFields.filter((name) => post[name]?.trim()),
    ...(["meta_title", "meta_description"] as const).filter(
      (name) => post[name]?.trim() || meta?.[name]?.trim(),
    ),
    ...metaFields.filter((name) => meta?.[name]?.trim()),
    ...(post.featured ? ["featured"] : []),
  ];
}
