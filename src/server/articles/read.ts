import { type ArticleRow, type ListedArticleRow, optionalColumns } from "@/db/repositories/article-columns";
import * as articles from "@/db/repositories/articles";
import { type ArticleFilter, articleSortFields, list, totals } from "@/db/repositories/articles-list";
import { search } from "@/db/repositories/articles-search";
import { findBySlug as findTagBySlug } from "@/db/repositories/tags";
import type { ArticleStatus } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { cache } from "../platform/cache";
import { readTenant } from "../platform/database";
import { AppError, invalidField } from "../platform/errors";
import { articlesTag } from "../platform/generations";
import { readQuery } from "../search/query";
import { decodeCursor, encodeCursor, type ListOrder } from "./cursor";
import { totalOf } from "./list-total";
import type { ListArticles } from "./schema";

/** What is planned is there for staff alone. */
type StaffOnly = "publishAt" | "unpublishAt" | "scheduleProblem";
export type Article = Omit<ArticleRow, StaffOnly> & Partial<Pick<ArticleRow, StaffOnly>>;
/** One of a list, without the parts that `fields` leaves out. */
export type ListedArticle = Omit<ListedArticleRow, StaffOnly> & Partial<Pick<ListedArticleRow, StaffOnly>>;

export interface ArticleList {
  items: ListedArticle[];
  /** How many there are in all: exact for lists by status and author, else counted up to 10,000 (search: 200). */
  total: number;
  /** Null on the last page; undefined where there are no cursors. */
  nextCursor: string | null | undefined;
  /** True where `tag` was a slug that its tag had before: a new tag, of a draft even, may have that from one moment to the next. */
  isOfFormerTag?: boolean;
}

export function articleNotFound(): AppError {
  return new AppError("article_not_found", "Article not found");
}

/** One page of articles. The public audience sees the published ones; staff need `read`. */
export async function listArticles(context: TenantContext, query: ListArticles): Promise<ArticleList> {
  if (context.audience === "staff") {
    assertCan(context, "read");
    return loadList(context, query);
  }
  const published: ListArticles = { ...query, status: "published" };
  // What is planned is nothing for visitors.
  const isStaffOnly = query.scheduled || query.sort.endsWith("scheduledAt");
  if (isStaffOnly || (query.status !== undefined && query.status !== "published"))
    return { items: [], total: 0, nextCursor: null };
  const load = async () => {
    const page = await loadList(context, published);
    return { ...page, items: page.items.map(withoutSchedule) };
  };
  return cachedForVisitors(context, `list:${JSON.stringify(published)}`, load, (page) => !page.isOfFormerTag);
}

/** One article by id. Throws `article_not_found`. */
export function getArticle(context: TenantContext, id: string): Promise<Article> {
  return readOne(context, `id:${id}`, (tx) => articles.findById(tx, context.tenantId, id));
}

/**
 * One article by the last part of its public address, also by one that it had before; it comes with its present slug.
 * Throws `article_not_found`.
 */
export function getArticleBySlug(context: TenantContext, slug: string): Promise<Article> {
  const { tenantId } = context;
  return readOne(context, `slug:${slug}`, async (tx) => {
    const found = await articles.findBySlug(tx, tenantId, slug);
    if (found) return found;
    const present = await articles.findCurrentSlug(tx, tenantId, slug);
    return present === undefined ? undefined : articles.findBySlug(tx, tenantId, present);
  });
}

/** What belongs to an article that the actor may read, with the article's counts, all asked at once. Throws `article_not_found`. */
export async function readWithArticle<T>(
  context: TenantContext,
  id: string,
  read: (tx: TenantTx) => Promise<T>,
): Promise<[found: T, counts: Article["counts"]]> {
  if (context.audience === "staff") assertCan(context, "read");
  const [article, found] = await readTenant(context, (tx) =>
    tx.inOrder([() => articles.findSummary(tx, context.tenantId, id), () => read(tx)]),
  );
  return [found, readable(context, article).counts];
}

/** The present slug of a tag by this or a former one; undefined if there is none. */
export async function currentTagSlug(context: TenantContext, slug: string): Promise<string | undefined> {
  const load = async () =>
    (await readTenant(context, (tx) => findTagBySlug(tx, context.tenantId, slug)))?.slug;
  return cachedForVisitors(context, `tag:${slug}`, load, (found) => found === slug);
}

/** Articles per status, at constant cost. Needs `read`. */
export async function countArticles(context: TenantContext): Promise<Record<ArticleStatus, number>> {
  assertCan(context, "read");
  return readTenant(context, (tx) => totals(tx, context.tenantId));
}

async function readOne(
  context: TenantContext,
  name: string,
  find: (tx: TenantTx) => Promise<Article | undefined>,
): Promise<Article> {
  if (context.audience === "staff") assertCan(context, "read");
  const load = () => readTenant(context, find);
  return readable(context, await cachedForVisitors(context, name, load, (found) => found !== undefined));
}

/** Row security hides unpublished articles from the public already; this is the rule itself. */
function readable({ audience }: TenantContext, article: Article | undefined): Article {
  if (!article || (audience === "public" && article.status !== "published")) throw articleNotFound();
  return audience === "public" ? withoutSchedule(article) : article;
}

/** What is planned for an article concerns its organisation alone. */
function withoutSchedule<A extends ListedArticle>(article: A): A {
  return { ...article, publishAt: undefined, unpublishAt: undefined, scheduleProblem: undefined };
}

/** What public pages and feeds are made of. For clients of the API whole answers are cached, and pages of members are their own. */
function cachedForVisitors<T>(
  { tenantId, actor }: TenantContext,
  name: string,
  load: () => Promise<T>,
  isKept: (value: T) => boolean,
): Promise<T> {
  return actor.type === "visitor"
    ? cache().read(tenantId, articlesTag.public, name, load, { isKept })
    : load();
}

async function loadList(context: TenantContext, query: ListArticles): Promise<ArticleList> {
  const { tenantId } = context;
  const { limit, offset, q } = query;
  const parts = optionalColumns.filter((part) => query.fields?.includes(part) ?? true);
  if (q !== undefined) {
    if (query.scheduled) throw invalidField("scheduled", "can't be combined with q");
    if (query.cursor) throw invalidField("cursor", "can't be combined with q: use offset");
    const page = { limit, offset, parts };
    const { tsquery } = readQuery(q);
    if (tsquery === undefined) return { items: [], total: 0, nextCursor: undefined };
    const { rows, total } = await readTenant(context, (tx) => search(tx, tenantId, tsquery, query, page));
    return { items: rows, total, nextCursor: undefined };
  }
  const order = orderOf(query);
  const after = query.cursor ? decodeCursor(query.cursor, order) : undefined;
  const page = { ...order, limit, offset: after ? 0 : offset, after, parts };
  const isScheduled = query.scheduled === "true" || order.sort === "scheduledAt";
  let isOfFormerTag = false;
  const [{ rows: items, hasMore }, total] = await readTenant(context, async (tx) => {
    const tag = query.tag === undefined ? undefined : await findTagBySlug(tx, tenantId, query.tag);
    isOfFormerTag = tag !== undefined && tag.slug !== query.tag;
    if (query.tag !== undefined && tag === undefined) return [{ rows: [], hasMore: false }, 0];
    const read = (slug: string | undefined) => {
      const filter: ArticleFilter = {
        ...query,
        slug,
        tagId: tag?.id,
        isDated: order.sort === "publishedAt",
        isScheduled,
      };
      return tx.inOrder([() => list(tx, tenantId, filter, page), () => totalOf(tx, context, filter)]);
    };
    const found = await read(query.slug);
    if (query.slug === undefined || found[1] > 0) return found;
    const present = await articles.findCurrentSlug(tx, tenantId, query.slug);
    return present === undefined ? found : read(present);
  });
  const last = items.at(-1);
  const lastAt =
    last && (order.sort === "scheduledAt" ? (last.publishAt ?? last.unpublishAt) : last[order.sort]);
  return {
    items,
    total,
    nextCursor: hasMore && last && lastAt ? encodeCursor(order, lastAt, last.id) : null,
    isOfFormerTag,
  };
}

function orderOf({ sort }: ListArticles): ListOrder {
  const field = articleSortFields.find((name) => sort.endsWith(name)) ?? "updatedAt";
  return { sort: field, descending: sort.startsWith("-") };
}
