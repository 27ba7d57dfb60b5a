import { and, eq, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import type { ArticleStatus } from "../schema/enumerations";
import { formerArticleSlugs } from "../schema/former-slugs";
import { prepare } from "../statement";
import type { TenantId, TenantTx } from "../tenant";
import { type ArticleRow, type OptionalColumn, optionalColumns, selectArticles } from "./article-columns";
import { cachedStatements } from "./statement-cache";

type Row = typeof articles.$inferSelect;

/** What is planned for an article; see the table. */
export type Schedule = Pick<Row, "publishAt" | "unpublishAt" | "scheduledBy" | "scheduleProblem">;

const scheduled = ["publishAt", "unpublishAt", "scheduledBy", "scheduleProblem"] as const;
const state = ["status", "publishedAt", ...scheduled] as const;
const changeable = ["title", "content", "excerpt", "slug", "authorId", ...state] as const;
type Changeable = (typeof changeable)[number];
export type NewArticleRow = Pick<Row, "tenantId" | "id" | Exclude<Changeable, "scheduleProblem">>;
export type ArticleChanges = Partial<Pick<Row, Changeable>>;

export const lockedColumns = {
  id: articles.id,
  authorId: articles.authorId,
  slug: articles.slug,
  title: articles.title,
  status: articles.status,
  version: articles.version,
  publishedAt: articles.publishedAt,
  stateVersion: articles.stateVersion,
  publishAt: articles.publishAt,
  unpublishAt: articles.unpublishAt,
  scheduledBy: articles.scheduledBy,
  scheduleProblem: articles.scheduleProblem,
};

/** What rules need to know about an article before they let it be changed. */
export type LockedArticle = Pick<Row, keyof typeof lockedColumns>;

const { placeholder } = sql;

/** Finds one article by a column that is unique in its tenant. */
function prepareFind(column: typeof articles.id | typeof articles.slug, parts: readonly OptionalColumn[]) {
  return prepare((queries) =>
    selectArticles(queries, parts)
      .where(and(eq(articles.tenantId, placeholder("tenantId")), eq(column, placeholder("value"))))
      .prepare("article_find"),
  );
}

const byId = prepareFind(articles.id, optionalColumns);
const summaryById = prepareFind(articles.id, ["tags"]);
const bySlug = prepareFind(articles.slug, optionalColumns);

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<ArticleRow | undefined> {
  const [row] = await tx.run(byId, { tenantId, value: id });
  return row;
}

/** Without content. */
export async function findSummary(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<ArticleRow | undefined> {
  const [row] = await tx.run(summaryById, { tenantId, value: id });
  return row;
}

export async function findBySlug(
  tx: TenantTx,
  tenantId: TenantId,
  slug: string,
): Promise<ArticleRow | undefined> {
  const [row] = await tx.run(bySlug, { tenantId, value: slug });
  return row;
}

/** The present slug of the article that had this one before. */
export async function findCurrentSlug(
  tx: TenantTx,
  tenantId: TenantId,
  formerSlug: string,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ slug: articles.slug })
    .from(formerArticleSlugs)
    .innerJoin(
      articles,
      and(eq(articles.tenantId, formerArticleSlugs.tenantId), eq(articles.id, formerArticleSlugs.articleId)),
    )
    .where(and(eq(formerArticleSlugs.tenantId, tenantId), eq(formerArticleSlugs.slug, formerSlug)))
    .execute();
  return row?.slug;
}

/** Holds the article for the rest of the transaction, so that rules are checked against what is then changed. */
export async function lockById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<LockedArticle | undefined> {
  const [row] = await tx
    .select(lockedColumns)
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)))
    .for("no key update")
    .execute();
  return row;
}

const updating = cachedStatements((changed: readonly Changeable[]) =>
  prepare((queries) => {
    const nextVersion = sql`${articles.version} + 1`;
    const isState = state.some((name) => changed.includes(name));
    return queries
      .update(articles)
      .set({
        ...Object.fromEntries(changed.map((name) => [name, sql`${placeholder(name)}`])),
        ...(isState ? { stateVersion: nextVersion } : {}),
        version: nextVersion,
        // The time of the change itself, behind the row's lock: that of a transaction which had to wait is long ago.
        updatedAt: sql`clock_timestamp()`,
      })
      .where(and(eq(articles.tenantId, placeholder("tenantId")), eq(articles.id, placeholder("id"))))
      .prepare("article_update");
  }),
);

/** Saves a change and counts the version up. Throws ConstraintError `articles_tenant_id_slug_key`. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: ArticleChanges,
): Promise<void> {
  const changed = changeable.filter((name) => changes[name] !== undefined);
  await tx.run(updating(changed), { ...changes, tenantId, id });
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx
    .delete(articles)
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)))
    .execute();
}

/** Keeps the article from being deleted while something that refers to it is written. Doesn't wait for other writers. */
export async function lockForReference(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<{ title: string } | undefined> {
  const [row] = await tx
    .select({ title: articles.title })
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)))
    .for("key share")
    .execute();
  return row;
}

export async function findStatus(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<ArticleStatus | undefined> {
  const [row] = await tx
    .select({ status: articles.status })
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)))
    .execute();
  return row?.status;
}
