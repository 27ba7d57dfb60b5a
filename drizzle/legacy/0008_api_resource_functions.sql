-- What the REST API's resources need: rights on the new columns, counters of comments by status and of likes, and what is
-- asked of an API key's own limit.

alter table tenant_totals enable row level security;
--> statement-breakpoint
alter table tenant_totals force row level security;
--> statement-breakpoint
create policy tenant_isolation on tenant_totals
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
--> statement-breakpoint
grant select on tenant_totals to masthead_app;
--> statement-breakpoint
grant update (comments_moderated, version) on tenants to masthead_app;
--> statement-breakpoint
grant update (version) on members, invitations to masthead_app;
--> statement-breakpoint
grant update (rate_limit_per_minute, replaced_by, version) on api_keys to masthead_app;
--> statement-breakpoint
-- The same second wall as for unpublished articles: what waits for approval doesn't exist for the public.
create policy approved_only on comments as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or status = 'approved');
--> statement-breakpoint

create function app.apply_tenant_total(p_tenant_id uuid, p_subject text, p_step bigint) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.tenant_totals as t (tenant_id, subject, slot, total)
  select n.id, p_subject, (pg_backend_pid() % 8)::smallint, p_step
  from public.tenants n where n.id = p_tenant_id -- not while the tenant itself is being deleted
  on conflict (tenant_id, subject, slot) do update set total = t.total + excluded.total
$$;
--> statement-breakpoint
-- Likes: of each article, and of the tenant.
create or replace function app.count_for_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  v_row record;
begin
  for v_row in
    select r.tenant_id, r.article_id, v_sign * count(*) as step from changed_rows r
    group by r.tenant_id, r.article_id order by r.tenant_id, r.article_id
  loop
    perform app.apply_article_counts(v_row.tenant_id, v_row.article_id, v_row.step, 0);
  end loop;
  for v_row in
    select r.tenant_id, v_sign * count(*) as step from changed_rows r group by r.tenant_id order by r.tenant_id
  loop
    perform app.apply_tenant_total(v_row.tenant_id, 'likes', v_row.step);
  end loop;
  return null;
end $$;
--> statement-breakpoint

-- Comments: approved ones of each article, and those of the tenant by status.
create type app.comment_step as (tenant_id uuid, article_id uuid, status text, step integer);
--> statement-breakpoint
create function app.apply_comment_steps(p_steps app.comment_step[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_row record;
begin
  for v_row in
    select s.tenant_id, s.article_id, sum(s.step) as step from unnest(p_steps) s where s.status = 'approved'
    group by s.tenant_id, s.article_id having sum(s.step) <> 0 order by s.tenant_id, s.article_id
  loop
    perform app.apply_article_counts(v_row.tenant_id, v_row.article_id, 0, v_row.step);
  end loop;
  for v_row in
    select s.tenant_id, s.status, sum(s.step) as step from unnest(p_steps) s
    group by s.tenant_id, s.status having sum(s.step) <> 0 order by s.tenant_id, s.status
  loop
    perform app.apply_tenant_total(v_row.tenant_id, 'comments:' || v_row.status, v_row.step);
  end loop;
end $$;
--> statement-breakpoint
create function app.count_inserted_comments() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_comment_steps(array(
    select row(n.tenant_id, n.article_id, n.status, count(*)::integer)::app.comment_step
    from new_rows n group by n.tenant_id, n.article_id, n.status));
  return null;
end $$;
--> statement-breakpoint
create function app.count_deleted_comments() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_comment_steps(array(
    select row(o.tenant_id, o.article_id, o.status, -count(*)::integer)::app.comment_step
    from old_rows o group by o.tenant_id, o.article_id, o.status));
  return null;
end $$;
--> statement-breakpoint
create function app.count_updated_comments() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_comment_steps(array(
    select row(d.tenant_id, d.article_id, d.status, sum(d.step)::integer)::app.comment_step
    from (
      select n.tenant_id, n.article_id, n.status, 1 as step from new_rows n
      union all
      select o.tenant_id, o.article_id, o.status, -1 from old_rows o
    ) d
    group by d.tenant_id, d.article_id, d.status having sum(d.step) <> 0));
  return null;
end $$;
--> statement-breakpoint
drop trigger count_inserted_comments on comments;
--> statement-breakpoint
drop trigger count_deleted_comments on comments;
--> statement-breakpoint
create trigger count_inserted_comments after insert on comments referencing new table as new_rows
  for each statement execute function app.count_inserted_comments();
--> statement-breakpoint
create trigger count_deleted_comments after delete on comments referencing old table as old_rows
  for each statement execute function app.count_deleted_comments();
--> statement-breakpoint
create trigger count_updated_comments after update on comments referencing old table as old_rows new table as new_rows
  for each statement execute function app.count_updated_comments();
--> statement-breakpoint
-- What was there before these counters. Row security binds the owner as well, so it is lifted inside this migration alone.
alter table comments no force row level security;
--> statement-breakpoint
alter table likes no force row level security;
--> statement-breakpoint
alter table tenant_totals no force row level security;
--> statement-breakpoint
insert into tenant_totals (tenant_id, subject, slot, total)
  select tenant_id, 'comments:' || status, 0, count(*) from comments group by tenant_id, status
  union all
  select tenant_id, 'likes', 0, count(*) from likes group by tenant_id;
--> statement-breakpoint
alter table comments force row level security;
--> statement-breakpoint
alter table likes force row level security;
--> statement-breakpoint
alter table tenant_totals force row level security;
--> statement-breakpoint

-- Who is behind an API key, now with its own limit, and whether its last use was noted less than a minute ago.
drop function app.resolve_api_key(text);
--> statement-breakpoint
create function app.resolve_api_key(p_hash text)
returns table (id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text,
               rate_limit_per_minute integer, used_lately boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.tenant_id, k.kind,
    case when array_position(array['viewer', 'author', 'editor', 'admin'], m.role)
            < array_position(array['viewer', 'author', 'editor', 'admin'], k.role) then m.role else k.role end,
    k.name, k.created_by, t.slug, t.name,
    k.rate_limit_per_minute, coalesce(k.last_used_at > now() - interval '1 minute', false)
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.user_id = k.created_by and m.status = 'active'
  where k.hash = p_hash
    and (k.revoked_at is null or k.revoked_at > now())
    and (k.expires_at is null or k.expires_at > now())
$$;
--> statement-breakpoint

-- Search, now with the rank of each match.
drop function app.search_articles(text, text, uuid, text, timestamptz, integer, integer);
--> statement-breakpoint
create function app.search_articles(p_query text, p_status text, p_author_id uuid, p_tag text, p_updated_after timestamptz,
                                    p_limit integer, p_offset integer)
returns table (id uuid, total bigint, rank real)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  v_tenant_id uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  v_query tsquery := websearch_to_tsquery('english', p_query);
  v_public boolean := coalesce(current_setting('app.audience', true), '') = 'public';
begin
  return query
    with matches as materialized (
      select a.id, ts_rank(a.search, v_query) as rank
      from public.articles a
      where a.tenant_id = v_tenant_id and a.search @@ v_query
        and (not v_public or a.status = 'published')
        and (p_status is null or a.status = p_status)
        and (p_author_id is null or a.author_id = p_author_id)
        and (p_updated_after is null or a.updated_at > p_updated_after)
        and (p_tag is null or exists (
          select from public.article_tags x join public.tags g on g.tenant_id = x.tenant_id and g.id = x.tag_id
          where x.tenant_id = v_tenant_id and x.article_id = a.id and g.slug = p_tag))
      limit 1000)
    select m.id, (select count(*) from matches), m.rank from matches m
    order by m.rank desc, m.id desc limit p_limit offset p_offset;
end $$;
--> statement-breakpoint
revoke execute on all functions in schema app from public;
--> statement-breakpoint
grant execute on function app.resolve_api_key(text),
  app.search_articles(text, text, uuid, text, timestamptz, integer, integer) to masthead_app;
