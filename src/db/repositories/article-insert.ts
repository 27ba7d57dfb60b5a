import { and, eq, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import { formerArticleSlugs } from "../schema/former-slugs";
import { members } from "../schema/members";
import { prepare } from "../statement";
import type { TenantTx } from "../tenant";
import type { ArticleRow } from "./article-columns";
import type { NewArticleRow } from "./articles";
import { eventOf, eventValues, type NewEvent } from "./events";
import { firstRevisionOf } from "./first-revision";

/** What is written in the same statement. */
export interface WrittenBeside {
  /** That the article was made. */
  event: NewEvent;
  /** Of the revision that its text begins with; null where that has to wait for the tags. */
  revisionId: string | null;
}

const { placeholder } = sql;

/** What the database itself has decided, and who wrote it. */
const { tenantId, authorId, version, publishedAt, publishAt, unpublishAt, createdAt, updatedAt } = articles;
const decided = { tenantId, authorId, version, publishedAt, publishAt, unpublishAt, createdAt, updatedAt };
const insertion = prepare((queries) => {
  const row = queries.$with("written", decided).as(sql`
    insert into ${articles} (tenant_id, id, author_id, slug, title, content, excerpt, status, published_at,
      publish_at, unpublish_at, scheduled_by)
    select given.* from (values (${placeholder("tenantId")}::uuid, ${placeholder("id")}::uuid, ${placeholder("authorId")}::uuid,
      ${placeholder("slug")}, ${placeholder("title")}, ${placeholder("content")}, ${placeholder("excerpt")},
      ${placeholder("status")}, ${placeholder("publishedAt")}::timestamptz,
      ${placeholder("publishAt")}::timestamptz, ${placeholder("unpublishAt")}::timestamptz, ${placeholder("scheduledBy")}::uuid))
      as given (tenant_id, id, author_id, slug, title, content, excerpt, status, published_at, publish_at, unpublish_at, scheduled_by)
    where not exists (select from ${formerArticleSlugs}
      where ${formerArticleSlugs.tenantId} = given.tenant_id and ${formerArticleSlugs.slug} = given.slug)
    on conflict (tenant_id, slug) do nothing
    returning tenant_id, id, author_id, slug, title, content, version, published_at, publish_at, unpublish_at, created_at, updated_at`);
  return queries
    .with(
      row,
      queries.$with("revision", {}).as(firstRevisionOf(sql`written`)),
      queries.$with("event", {}).as(eventOf(sql`written`)),
    )
    .select({
      version: row.version,
      publishedAt: row.publishedAt,
      publishAt: row.publishAt,
      unpublishAt: row.unpublishAt,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      author: { id: members.userId, name: members.name, avatar: members.avatarUrl },
    })
    .from(row)
    .innerJoin(members, and(eq(members.tenantId, row.tenantId), eq(members.userId, row.authorId)))
    .prepare("article_insert");
});

/** Returns what was written, without any tags; undefined, and nothing is written, if the slug is or was another article's. */
export async function insertUnlessSlugTaken(
  tx: TenantTx,
  row: NewArticleRow,
  { event, revisionId }: WrittenBeside,
): Promise<ArticleRow | undefined> {
  const [found] = await tx.run(insertion, { ...row, revisionId, ...eventValues(event) });
  if (!found) return undefined;
  const { id, slug, title, content, excerpt, status } = row;
  const nothingYet = { tags: [], counts: { likes: 0, comments: 0 }, scheduleProblem: null };
  return { id, slug, title, content, excerpt, status, ...found, ...nothingYet };
}
