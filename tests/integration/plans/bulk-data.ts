import type { Sql } from "postgres";
import type { TestTenant } from "../../support/factories";
import { resources } from "../../support/resources/collected";
import type { Crowd } from "../../support/resources/resource";

/**
 * Fills an organisation by SQL: so many articles, around them what belongs to them, and of each other resource what its
 * file in `tests/resources` puts there; skewed as in life. What is rare
 * (the tag, the word, the type of event, the status, the actor) is old, where a walk from the newest finds it last.
 * `sql` is a superuser's; the triggers that count are told the tenant.
 */
export async function crowd(
  sql: Sql,
  tenant: TestTenant,
  count: number,
  eventsPerArticle = 1,
): Promise<Crowd> {
  const { id, admin, author, viewer } = tenant;
  const small = Math.min(count, 300);
  await sql`select set_config('app.tenant_id', ${id}, false)`;
  await sql`insert into users (id, email, email_normalised, name, password_hash)
    select uuidv7(n * interval '-1 minute'), n || ${id}::text, n || ${id}::text, 'Person ' || n, '$argon2id$' from generate_series(1, ${small}::int) n`;
  await sql`insert into members (tenant_id, user_id, role, name, status)
    select ${id}, u.id, case when random() < 0.05 then 'editor' else 'viewer' end, u.name, case when random() < 0.05 then 'suspended' else 'active' end
    from users u where u.email like ${`%${id}`}`;
  // A third of the drafts is scheduled.
  await sql`insert into articles (tenant_id, id, author_id, slug, title, content, status, published_at, created_at, updated_at, publish_at, scheduled_by)
    select ${id}, uuidv7(n * interval '-1 minute'), case when n % 4 = 0 then ${author.userId}::uuid else ${admin.userId}::uuid end,
      'bulk-' || n, 'Bulk ' || n, 'common word' || n % 50 || case when n > ${count - 20} then ' rare' else '' end,
      case when n % 10 = 0 then 'published' when n > ${count - 20} then 'archived' else 'draft' end,
      case when n % 5 = 0 then now() - n * interval '1 hour' end, now() - n * interval '1 minute', now() - n * interval '1 minute',
      case when n % 3 = 0 and n % 10 <> 0 and n <= ${count - 20} then now() + n * interval '1 hour' end,
      case when n % 3 = 0 and n % 10 <> 0 and n <= ${count - 20} then ${admin.userId}::uuid end
    from generate_series(1, ${count}::int) n`;
  await sql`insert into tags (tenant_id, id, slug, name) select ${id}, gen_random_uuid(), t, t
    from (select unnest(array['common', 'rare']) union all select 'tag-' || n from generate_series(1, ${small}::int) n) s (t)`;
  await sql`insert into article_tags (tenant_id, article_id, tag_id)
    select a.tenant_id, a.id, t.id from articles a join tags t on t.tenant_id = a.tenant_id
    where a.tenant_id = ${id} and (t.slug = 'common' or t.slug = 'rare' and a.content like '%rare'
      or t.slug = 'tag-' || abs(hashtext(a.slug)) % ${small})`;
  const [hot] =
    await sql`select id from articles where tenant_id = ${id} and status = 'published' order by id desc limit 1`;
  const articleId: string = hot?.id;
  await sql`insert into comments (tenant_id, id, article_id, author_id, body, status)
    select ${id}, uuidv7(n * interval '-1 minute'), a.id, ${admin.userId}, 'Yes.', case when n > ${count - 20} then 'pending' else 'approved' end
    from (select id, row_number() over (order by id desc) as n from articles where tenant_id = ${id}
      union all select ${articleId}, n from generate_series(1, ${count}::int / 4) n) a`;
  await sql`insert into likes (tenant_id, article_id, user_id) select ${id}, a.id, ${admin.userId} from articles a where a.tenant_id = ${id}`;
  await sql`insert into likes (tenant_id, article_id, user_id)
    select m.tenant_id, ${articleId}, m.user_id from members m where m.tenant_id = ${id} on conflict do nothing`;
  await sql`insert into article_revisions (tenant_id, id, article_id, number, first_version, version, title, slug, content, tags, field_versions, autosave, saved_by)
    select ${id}, uuidv7(n * interval '-1 minute'), a.id, n, n, n, 'x', 'x', 'x', '[]', '{}', false, ${admin.userId}
    from (select id, 1 as n from articles where tenant_id = ${id}
      union all select ${articleId}, n from generate_series(2, ${small}::int) n) a`;
  await sql`insert into events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, payload, created_at)
    select ${id}, uuidv7(n * interval '-1 minute'), case when n > ${count - 20} then 'tag.deleted' else 'article.updated' end, 'article', a.id, 'member',
      case when n > ${count - 20} then ${viewer.userId}::uuid else ${admin.userId}::uuid end, 'x', 'request-' || n, '{}', now() - n * interval '1 minute'
    from (select id, row_number() over (order by id desc) as n from articles where tenant_id = ${id}) a, generate_series(1, ${eventsPerArticle}::int)`;
  const made = { tenant, articleId };
  for (const resource of resources) await resource.crowd?.(sql, made, count);
  return made;
}
