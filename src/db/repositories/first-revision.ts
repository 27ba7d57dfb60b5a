import { and, eq, type SQL, sql } from "drizzle-orm";
import { articleRevisions } from "../schema/article-revisions";
import { articles } from "../schema/articles";
import { prepareChange } from "../statement";
import type { TenantId, TenantTx } from "../tenant";
import { articleTagList } from "./article-columns";
import { type RevisionSave, revisionFields } from "./article-revisions";

const { placeholder } = sql;

const firstVersions = JSON.stringify(Object.fromEntries(revisionFields.map((field) => [field, 1])));

/** Writes the first revision, `revisionId`, of the one row of `article`, as part of the statement that makes that row without tags. */
export function firstRevisionOf(article: SQL): SQL {
  return sql`
    insert into ${articleRevisions} (tenant_id, id, article_id, number, first_version, version, title, slug, content, tags,
      field_versions, autosave, saved_by)
    select article.tenant_id, kept.id, article.id, 1, version, version, title, slug, content, '[]', ${firstVersions}::jsonb, false, author_id
    from ${article} article, (values (${placeholder("revisionId")}::uuid)) kept (id) where kept.id is not null`;
}

const keepingFirst = prepareChange(sql`
  insert into ${articleRevisions} (tenant_id, id, article_id, number, first_version, version, title, slug, content, tags,
    field_versions, autosave, saved_by)
  select ${placeholder("tenantId")}::uuid, ${placeholder("id")}::uuid, ${articles.id}, 1, version, version, title, slug,
    content, ${articleTagList}::jsonb, ${firstVersions}::jsonb,
    false, ${placeholder("savedBy")}::uuid
  from ${articles} where ${and(eq(articles.tenantId, placeholder("tenantId")), eq(articles.id, placeholder("articleId")))}`);

/** Keeps the text of an article that was just written, with its tags, and has no revision yet. Nobody waits for it: see `enqueue`. */
export function keep(
  tx: TenantTx,
  tenantId: TenantId,
  save: Pick<RevisionSave, "id" | "articleId" | "savedBy">,
): void {
  tx.enqueue(keepingFirst, { tenantId, ...save });
}
