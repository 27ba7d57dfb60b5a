/** What the reference server sends: for each request one statement, written by hand for these tables and their indexes. */

const columns = `a.id, a.slug, a.title, a.excerpt, a.status, a.version, a.published_at as "publishedAt",
  a.created_at as "createdAt", a.updated_at as "updatedAt", m.user_id as "authorId", m.name as author,
  m.avatar_url as avatar, c.likes, c.comments`;

// The tenant is named for each table: from a join alone a plan that serves all tenants would scan the members of all.
const related = `join members m on m.tenant_id = $1 and m.user_id = a.author_id
  cross join lateral (
    select coalesce(sum(likes), 0)::int as likes, coalesce(sum(comments), 0)::int as comments
    from article_counts where tenant_id = $1 and article_id = a.id) c`;

/** The newest 20 published articles of a tenant, without their content, and how many there are (asked once, not by row). */
export const list = `select ${columns}, (select sum(total)::int from article_totals
    where tenant_id = $1 and scope = 'all' and status = 'published') as total
  from (select * from articles where tenant_id = $1 and status = 'published'
    order by published_at desc, id desc limit 20) a
  ${related}
  order by a.published_at desc, a.id desc`;

/** One article with its content and tags. */
export const byId = `select ${columns}, a.publish_at as "publishAt", a.unpublish_at as "unpublishAt",
  a.schedule_problem as "scheduleProblem", a.content, (
    select coalesce(json_agg(json_build_object('slug', g.slug, 'name', g.name) order by g.slug), '[]')
    from article_tags x join tags g on g.tenant_id = $1 and g.id = x.tag_id
    where x.tenant_id = $1 and x.article_id = a.id) as tags
  from articles a ${related} where a.tenant_id = $1 and a.id = $2`;

/** The triggers that count are bound by row security, so they are told the tenant; it costs next to nothing. */
export const create = `insert into articles (tenant_id, id, author_id, slug, title, content, excerpt)
  select $1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7
  from (select set_config('app.tenant_id', $1::uuid::text, true) offset 0) settings
  returning id, slug, title, status, version, created_at as "createdAt"`;

/**
 * The best 20 of the 200 matches that were changed last, as the program has it. To be planned for the words that it is
 * asked for: a plan for any words would use the full-text index for those that are everywhere, too.
 */
export const search = `with newest as (
    select id, search from articles where tenant_id = $1 and search @@ $2::tsquery
    order by updated_at desc, id desc limit 200),
  matches as materialized (
    select id, ts_rank(search, $2::tsquery) as rank from newest)
  select ${columns}, (select count(*)::int from matches) as total
  from (select * from matches order by rank desc, id desc limit 20) f
  join articles a on a.tenant_id = $1 and a.id = f.id ${related}
  order by f.rank desc, a.id desc`;
