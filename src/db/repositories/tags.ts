import { and, asc, eq, gt, sql } from "drizzle-orm";
import { countUpTo } from "../count-up-to";
import { formerTagSlugs } from "../schema/former-slugs";
import { articleTags, tags } from "../schema/tags";
import type { TenantId, TenantTx } from "../tenant";

export interface NewTag {
  id: string;
  slug: string;
  name: string;
}

export interface TagRow extends NewTag {
  /** Articles that carry it, counted up to `countedMax`. */
  articles: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A page of tags must not cost a walk through all articles of the tenant. */
const countedMax = 1_000;

function selectTags(tx: TenantTx) {
  const { id, slug, name, version, createdAt, updatedAt } = tags;
  // Written out: in a query of one table Drizzle names columns without their table, and these are of two.
  const articles = sql<number>`(select count(*)::int from (select from article_tags
    where article_tags.tenant_id = tags.tenant_id and article_tags.tag_id = tags.id limit ${countedMax}) counted)`;
  return tx.select({ id, slug, name, articles, version, createdAt, updatedAt }).from(tags).$dynamic();
}

/** By slug. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  slug: string | undefined,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<TagRow[]> {
  return selectTags(tx)
    .where(
      and(
        eq(tags.tenantId, tenantId),
        slug === undefined ? undefined : eq(tags.slug, slug),
        page.afterId === undefined ? undefined : gt(tags.slug, page.afterId),
      ),
    )
    .orderBy(asc(tags.slug))
    .limit(page.limit)
    .offset(page.offset);
}

export function countMatching(
  tx: TenantTx,
  tenantId: TenantId,
  slug: string | undefined,
  max: number,
): Promise<number> {
  const isWanted = slug === undefined ? undefined : eq(tags.slug, slug);
  return countUpTo(tx, tags, and(eq(tags.tenantId, tenantId), isWanted), max);
}

export async function findById(tx: TenantTx, tenantId: TenantId, id: string): Promise<TagRow | undefined> {
  const [row] = await selectTags(tx).where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)));
  return row;
}

/** By the present slug, else by a former one. */
export async function findBySlug(
  tx: TenantTx,
  tenantId: TenantId,
  slug: string,
): Promise<{ id: string; slug: string } | undefined> {
  const found = { id: tags.id, slug: tags.slug };
  const [present] = await tx
    .select(found)
    .from(tags)
    .where(and(eq(tags.tenantId, tenantId), eq(tags.slug, slug)));
  if (present) return present;
  const [moved] = await tx
    .select(found)
    .from(formerTagSlugs)
    .innerJoin(tags, and(eq(tags.tenantId, formerTagSlugs.tenantId), eq(tags.id, formerTagSlugs.tagId)))
    .where(and(eq(formerTagSlugs.tenantId, tenantId), eq(formerTagSlugs.slug, slug)));
  return moved;
}

/** Holds the tag for the rest of the transaction, so that rules are checked against what is then changed. */
export async function lockById(tx: TenantTx, tenantId: TenantId, id: string): Promise<TagRow | undefined> {
  const [row] = await selectTags(tx)
    .where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)))
    .for("update");
  return row;
}

/** Throws ConstraintError `tags_tenant_id_slug_key`. */
export async function insert(tx: TenantTx, row: typeof tags.$inferInsert): Promise<void> {
  await tx.insert(tags).values(row);
}

/** Saves a change and counts the version up. Throws ConstraintError `tags_tenant_id_slug_key`. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: { name: string; slug: string },
): Promise<void> {
  await tx
    .update(tags)
    .set({ ...changes, version: sql`${tags.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)));
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx.delete(tags).where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)));
}

/** Makes the article carry just these tags; those that the tenant lacks are created. */
export async function setForArticle(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  wanted: NewTag[],
): Promise<void> {
  const cleared = tx
    .delete(articleTags)
    .where(and(eq(articleTags.tenantId, tenantId), eq(articleTags.articleId, articleId)))
    .execute();
  if (wanted.length === 0) return void (await cleared);
  // In one fixed order, so that two articles that bring the same new tags at once can't deadlock.
  const sorted = [...wanted].sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const created = tx
    .insert(tags)
    .values(sorted.map((tag) => ({ tenantId, ...tag })))
    .onConflictDoNothing({ target: [tags.tenantId, tags.slug] })
    .execute();
  const slugs = `{${sorted.map((tag) => tag.slug).join(",")}}`;
  const linked = tx.execute(sql`
    insert into ${articleTags} (tenant_id, article_id, tag_id)
    select ${tenantId}::uuid, ${articleId}::uuid, ${tags.id} from ${tags}
    where ${tags.tenantId} = ${tenantId}::uuid and ${tags.slug} = any(${slugs}::text[])`);
  await Promise.all([cleared, created, linked]);
}
