import { and, asc, eq, sql } from "drizzle-orm";
import { articleTags, tags } from "../schema/tags";
import type { TenantId, TenantTx } from "../tenant";

export interface NewTag {
  id: string;
  slug: string;
  name: string;
}

export async function list(tx: TenantTx, tenantId: TenantId): Promise<{ slug: string; name: string }[]> {
  return tx
    .select({ slug: tags.slug, name: tags.name })
    .from(tags)
    .where(eq(tags.tenantId, tenantId))
    .orderBy(asc(tags.slug))
    .limit(1_000);
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
