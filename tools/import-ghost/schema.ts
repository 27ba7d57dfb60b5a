import { z } from "zod";

/** Ids were numbers before version 1. */
const id = z.union([z.string(), z.number()]).transform(String);
const text = z.string().nullish();
const yesNo = z.union([z.boolean(), z.number()]).nullish().transform(Boolean);

/** The columns of Ghost's table `posts` that mean something to us, of all versions; pages are in it too. */
export const postSchema = z.object({
  id,
  title: text,
  slug: text,
  html: text,
  lexical: text,
  mobiledoc: text,
  /** Before version 1. */
  markdown: text,
  /** `post` or `page`; before version 3 `page` instead. */
  type: text,
  page: yesNo,
  /** draft, published, scheduled, or sent: to subscribers alone. */
  status: text,
  /** public, members, paid, tiers, or a filter. */
  visibility: text,
  published_at: z.union([z.string(), z.number()]).nullish(),
  feature_image: text,
  /** Before version 1. */
  image: text,
  author_id: id.nullish(),
  featured: yesNo,
  custom_excerpt: text,
  canonical_url: text,
  codeinjection_head: text,
  codeinjection_foot: text,
  custom_template: text,
  meta_title: text,
  meta_description: text,
});
export type GhostPost = z.output<typeof postSchema>;

/** What newer versions keep in a table of its own. */
export const postMetaSchema = z.looseObject({
  post_id: id,
  feature_image_alt: text,
  feature_image_caption: text,
  meta_title: text,
  meta_description: text,
  og_title: text,
  og_description: text,
  og_image: text,
  twitter_title: text,
  twitter_description: text,
  twitter_image: text,
  email_subject: text,
  email_only: yesNo,
});
export type GhostPostMeta = z.output<typeof postMetaSchema>;

export const tagSchema = z.object({ id, name: z.string(), visibility: text });
export const userSchema = z.object({ id, name: z.string() });
export const postTagSchema = z.object({ post_id: id, tag_id: id, sort_order: z.number().nullish() });
export const postAuthorSchema = z.object({ post_id: id, author_id: id, sort_order: z.number().nullish() });
