import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import {
  type Article,
  currentTagSlug,
  getArticleBySlug,
  type ListedArticle,
  listArticles,
} from "@/server/articles/read";
import { articleFields, listArticles as listSchema } from "@/server/articles/schema";
import type { TenantContext } from "@/server/auth/tenant-context";
import { getSession, visitorOf } from "@/server/pages/page-session";
import { slug as slugSchema } from "@/server/platform/text";
import { orNotFound } from "../../_lib/or-not-found";
import { hrefWith, pageOf, type SearchParams } from "../../_lib/search-params";

export const pageSize = 12;
const pageMax = Math.floor(10_000 / pageSize);

/** The visitor of a publication, or the page for what isn't there. */
export function loadSite(tenant: string): Promise<TenantContext> {
  return orNotFound(visitorOf(tenant));
}

/** A slug as it stands in an address, where letters beyond ASCII are written in percent signs; as given if it can't be read. */
export function slugFromAddress(given: string): string {
  try {
    return decodeURIComponent(given).normalize("NFC");
  } catch {
    return given;
  }
}

/** One published article, read once for its metadata and its content. */
export const loadPublished = cache(async (tenant: string, given: string): Promise<Article> => {
  const context = await loadSite(tenant);
  const slug = slugFromAddress(given);
  // What can't be an address of an article isn't worth a query.
  if (!slugSchema(200).safeParse(slug).success) notFound();
  return orNotFound(getArticleBySlug(context, slug));
});

export interface FrontPage {
  items: ListedArticle[];
  page: number;
  pages: number;
  /** Slug of the tag that the list is narrowed to. */
  tag: string | undefined;
  /** True where it was asked for by a slug that it had before. */
  formerTag: boolean;
}

/** The newest published articles, a page at a time. Whatever can't be meant in `given` counts as not given. */
export async function loadFrontPage(context: TenantContext, given: SearchParams): Promise<FrontPage> {
  const page = pageOf(given.page, pageMax);
  const asked = listSchema.shape.tag.safeParse(given.tag).data;
  const tag = asked && ((await currentTagSlug(context, asked)) ?? asked);
  const fields = articleFields.filter((field) => field !== "content").join(",");
  const offset = (page - 1) * pageSize;
  const query = listSchema.parse({ tag, fields, sort: "-publishedAt", limit: pageSize, offset });
  const { items, total } = await listArticles(context, query);
  return {
    items,
    page,
    pages: Math.min(Math.ceil(total / pageSize), pageMax),
    tag,
    formerTag: tag !== asked && total > 0,
  };
}

export function frontPageHref(tenant: string, page: number, tag: string | undefined): string {
  return hrefWith(`/p/${tenant}`, { tag, page: page === 1 ? undefined : page });
}

/** True for a reader who is signed in to this very organisation. */
export async function isMemberOf(context: TenantContext): Promise<boolean> {
  return (await getSession())?.context.tenantId === context.tenantId;
}
