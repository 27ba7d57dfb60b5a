import { and, desc, eq, getTableColumns, lt, type SQL, sql } from "drizzle-orm";
import { articleRevisions } from "../schema/article-revisions";
import { articles } from "../schema/articles";
import { members } from "../schema/members";
import { prepareChange } from "../statement";
import type { TenantId, TenantTx } from "../tenant";
import { articleTagList } from "./article-columns";

/** The fields of an article that a revision keeps. */
export const revisionFields = ["title", "slug", "content", "tags"] as const;
export type RevisionField = (typeof revisionFields)[number];

/** Autosaves of one member share a revision for this long, so that a morning of typing still leaves a trail. */
const squashMinutes = 5;

export interface RevisionRow {
  id: string;
  articleId: string;
  number: number;
  firstVersion: number;
  version: number;
  title: string;
  slug: string;
  /** Markdown; absent in lists. */
  content?: string;
  tags: { slug: string; name: string }[];
  fieldVersions: Record<string, number>;
  autosave: boolean;
  restoredFrom: number | null;
  savedBy: { id: string; name: string; avatar: string | null };
  startedAt: Date;
  savedAt: Date;
  /** True for the one that the article is at. */
  current: boolean;
}

export interface RevisionSave {
  id: string;
  articleId: string;
  savedBy: string;
  autosave: boolean;
  /** The number of the revision that was brought back: then one is kept even if nothing differs. */
  restoredFrom?: number;
}

/**
 * Keeps the article's text as it is now, after a change in the same transaction; the article must be locked. The text
 * doesn't travel: Postgres compares and copies it. Three cases: an autosave right after one of the same member takes
 * that one's row; a text that differs gets a row of its own, as does one that was only autosaved until now; else there
 * is nothing to keep. Nobody waits for it: see `enqueue`.
 */
export function keep(tx: TenantTx, tenantId: TenantId, save: RevisionSave): void {
  const { id, articleId, savedBy, autosave, restoredFrom = null } = save;
  tx.enqueue(keeping, { tenantId, id, articleId, savedBy, autosave, restoredFrom });
}

/** Tags are compared by slug: a name that is spelled anew is no change of the article. */
const differences: Record<RevisionField, SQL> = {
  title: sql`saved.title is distinct from newest.title`,
  slug: sql`saved.slug is distinct from newest.slug`,
  content: sql`saved.content is distinct from newest.content`,
  tags: sql`jsonb_path_query_array(saved.tags, '$[*].slug') is distinct from jsonb_path_query_array(newest.tags, '$[*].slug')`,
};
const changedVersions = sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(
  revisionFields.map(
    (field) => sql`${sql.raw(`'${field}'`)}, case when ${differences[field]} then saved.version end`,
  ),
  sql`, `,
)}))`;
const somethingChanged = sql`(${sql.join(Object.values(differences), sql` or `)})`;

const { placeholder } = sql;

const keeping = prepareChange(sql`
    with saved as (
      select version, title, slug, content, ${articleTagList}::jsonb as tags from ${articles}
      where ${and(eq(articles.tenantId, placeholder("tenantId")), eq(articles.id, placeholder("articleId")))}
    ), newest as (
      select number, version, title, slug, content, tags, field_versions, autosave, saved_by, started_at from ${articleRevisions}
      where ${and(eq(articleRevisions.tenantId, placeholder("tenantId")), eq(articleRevisions.articleId, placeholder("articleId")))} order by number desc limit 1
    ), change as (
      select saved.*, coalesce(newest.number, 0) as before, coalesce(newest.autosave, false) as was_autosave,
        coalesce(newest.field_versions, '{}') || ${changedVersions} as field_versions, ${somethingChanged} as differs,
        coalesce(${placeholder("autosave")}::boolean and newest.autosave and newest.saved_by = ${placeholder("savedBy")}::uuid
          and newest.version = saved.version - 1
          and newest.started_at > now() - make_interval(mins => ${squashMinutes}::int), false) as squashed
      from saved left join newest on true
    ), squash as (
      update ${articleRevisions} set version = change.version, title = change.title, slug = change.slug, content = change.content,
        tags = change.tags, field_versions = change.field_versions, saved_at = now()
      from change where change.squashed
        and ${and(eq(articleRevisions.tenantId, placeholder("tenantId")), eq(articleRevisions.articleId, placeholder("articleId")))} and ${articleRevisions.number} = change.before
    )
    insert into ${articleRevisions} (tenant_id, id, article_id, number, first_version, version, title, slug, content, tags,
      field_versions, autosave, restored_from, saved_by)
    select ${placeholder("tenantId")}::uuid, ${placeholder("id")}::uuid, ${placeholder("articleId")}::uuid, before + 1, version, version, title, slug, content, tags,
      field_versions, ${placeholder("autosave")}::boolean, ${placeholder("restoredFrom")}::int, ${placeholder("savedBy")}::uuid
    from change where not squashed
      and (differs or ${placeholder("restoredFrom")}::int is not null or (was_autosave and not ${placeholder("autosave")}::boolean))`);

const { tenantId: _tenantId, savedBy: _savedBy, content, ...columns } = getTableColumns(articleRevisions);

function selectRevisions(tx: TenantTx, withContent: boolean) {
  const related = {
    savedBy: { id: members.userId, name: members.name, avatar: members.avatarUrl },
    // Numbers have no gaps.
    current: sql<boolean>`not exists (select from ${articleRevisions} newer
      where newer.tenant_id = ${articleRevisions.tenantId} and newer.article_id = ${articleRevisions.articleId}
        and newer.number = ${articleRevisions.number} + 1)`,
  };
  return tx
    .select(withContent ? { ...columns, content, ...related } : { ...columns, ...related })
    .from(articleRevisions)
    .innerJoin(
      members,
      and(eq(members.tenantId, articleRevisions.tenantId), eq(members.userId, articleRevisions.savedBy)),
    )
    .$dynamic();
}

function ofArticle(tenantId: TenantId, articleId: string): SQL | undefined {
  return and(eq(articleRevisions.tenantId, tenantId), eq(articleRevisions.articleId, articleId));
}

/** Newest first, without content. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  page: { limit: number; offset: number; beforeNumber?: number | undefined },
): Promise<RevisionRow[]> {
  const before = page.beforeNumber === undefined ? undefined : lt(articleRevisions.number, page.beforeNumber);
  return selectRevisions(tx, false)
    .where(and(ofArticle(tenantId, articleId), before))
    .orderBy(desc(articleRevisions.number))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

/** With content. */
export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  id: string,
): Promise<RevisionRow | undefined> {
  const [row] = await selectRevisions(tx, true)
    .where(and(ofArticle(tenantId, articleId), eq(articleRevisions.id, id)))
    .execute();
  return row;
}

/** With content. */
export async function findByNumber(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  number: number,
): Promise<RevisionRow | undefined> {
  const [row] = await selectRevisions(tx, true)
    .where(and(ofArticle(tenantId, articleId), eq(articleRevisions.number, number)))
    .execute();
  return row;
}

/** The newest one's number, which is how many there are, and which version changed each field last. */
export async function findNewest(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
): Promise<{ number: number; fieldVersions: Record<string, number> } | undefined> {
  const [row] = await tx
    .select({ number: articleRevisions.number, fieldVersions: articleRevisions.fieldVersions })
    .from(articleRevisions)
    .where(ofArticle(tenantId, articleId))
    .orderBy(desc(articleRevisions.number))
    .limit(1)
    .execute();
  return row;
}
