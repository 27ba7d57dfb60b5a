import { and, asc, eq, gt, sql } from "drizzle-orm";
import { formerTagSlugs } from "../schema/former-slugs";
import { articleTags, tags } from "../schema/tags";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

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
    .offset(page.offset)
    .execute();
}

export function countMatching(
  tx: TenantTx,
  tenantId: TenantId,
  slug: string | undefined,
  max: number,
): Promise<number> {
  const isWanted = slug === undefined ? undefined : eq(tags.slug, slug);
  return boundedCount(tx, tags, and(eq(tags.tenantId, tenantId), isWanted), max);
}

export async function findById(tx: TenantTx, tenantId: TenantId, id: string): Promise<TagRow | undefined> {
  const [row] = await selectTags(tx)
    .where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)))
    .execute();
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
    .where(and(eq(tags.tenantId, tenantId), eq(tags.slug, slug)))
    .execute();
  if (present) return present;
  const [moved] = await tx
    .select(found)
    .from(formerTagSlugs)
    .innerJoin(tags, and(eq(tags.tenantId, formerTagSlugs.tenantId), eq(tags.id, formerTagSlugs.tagId)))
    .where(and(eq(formerTagSlugs.tenantId, tenantId), eq(formerTagSlugs.slug, slug)))
    .execute();
  return moved;
}

/** Holds the tag for the rest of the transaction, so that rules are checked against what is then changed. */
export async function lockById(tx: TenantTx, tenantId: TenantId, id: string): Promise<TagRow | undefined> {
  const [row] = await selectTags(tx)
    .where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)))
    .for("update")
    .execute();
  return row;
}

/** Put behind a slug that another tag has: a number, else what no other name has. */
const endings = [sql`''`, sql`'-2'`, sql`'-' || left(md5(app.tag_key(wanted.name)), 8)`];

/** Creates those of the tags that the tenant lacks by their names, each with a slug that is free, and returns them. */
export async function insertMissing(tx: TenantTx, tenantId: TenantId, wanted: NewTag[]): Promise<NewTag[]> {
  const list = JSON.stringify(wanted);
  // In one fixed order, so that two articles that bring the same new tags at once can't deadlock.
  const tries = endings.map(
    (ending) => () =>
      tx.execute<{ id: string; slug: string; name: string }>(sql`
      insert into ${tags} (tenant_id, id, slug, name)
      select ${tenantId}::uuid, wanted.id, rtrim(left(wanted.slug, 90), '-') || ${ending}, wanted.name
      from jsonb_to_recordset(${list}::jsonb) as wanted (id uuid, slug text, name text)
      where not exists (select from tags t where t.tenant_id = ${tenantId}::uuid and t.key = app.tag_key(wanted.name))
      order by app.tag_key(wanted.name) collate "C"
      on conflict do nothing
      returning id, slug, name`),
  );
  return (await tx.inOrder(tries)).flat();
}

/** Saves a change and counts the version up; a slug that another tag has gets an ending. Throws ConstraintError `tags_tenant_id_key_key`. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  { name, slug }: { name: string; slug: string },
): Promise<void> {
  const isFree = sql`(select rtrim(left(${slug}, 90), '-') || ending
    from (select ${name}::text as name) wanted,
      lateral unnest(array[${sql.join(endings, sql`, `)}]) with ordinality endings (ending, place)
    where not exists (select from tags other where other.tenant_id = ${tenantId}::uuid and other.id <> ${id}::uuid
      and other.slug = rtrim(left(${slug}, 90), '-') || ending)
    order by place limit 1)`;
  await tx
    .update(tags)
    .set({ name, slug: isFree, version: sql`${tags.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)))
    .execute();
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx
    .delete(tags)
    .where(and(eq(tags.tenantId, tenantId), eq(tags.id, id)))
    .execute();
}

/** Makes the article carry just these tags; those that the tenant lacks are created, and returned. */
export async function setForArticle(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  wanted: NewTag[],
): Promise<NewTag[]> {
  const clear = () =>
    tx
      .delete(articleTags)
      .where(and(eq(articleTags.tenantId, tenantId), eq(articleTags.articleId, articleId)))
      .execute();
  if (wanted.length === 0) {
    await clear();
    return [];
  }
  const names = JSON.stringify(wanted.map(({ name }) => name));
  // Held, so that one that is being deleted is waited for and then left out.
  const link = () =>
    tx.execute(sql`
    insert into ${articleTags} (tenant_id, article_id, tag_id)
    select ${tenantId}::uuid, ${articleId}::uuid, ${tags.id} from ${tags}
    where ${tags.tenantId} = ${tenantId}::uuid
      and ${tags.key} = any(array(select app.tag_key(given.name) from jsonb_array_elements_text(${names}::jsonb) as given (name)))
    for key share`);
  const [, made] = await tx.inOrder([clear, () => insertMissing(tx, tenantId, wanted), link]);
  return made;
}
