-- Counters kept by triggers, in the transaction of the change. Each counter is spread over 8 slots, chosen by the writing
-- backend, so that many writers of one article or tenant don't wait for one row. Slots are touched in a fixed order, so
-- that two writers can't deadlock inside one change. The triggers run once per statement: row by row, a statement that
-- inserts thousands of rows would leave as many dead versions of one counter behind, and crawl.

-- Adds up steps, a set of (tenant_id, scope, status, step), and applies them.
create type app.article_step as (tenant_id uuid, author_id uuid, status text, step integer);
--> statement-breakpoint
create function app.apply_article_steps(p_steps app.article_step[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.article_totals as t (tenant_id, scope, status, slot, total)
  select d.tenant_id, s.scope, d.status, (pg_backend_pid() % 8)::smallint, sum(d.step)
  from unnest(p_steps) d
  cross join lateral (values ('all'), ('author:' || d.author_id)) s (scope)
  where exists (select from public.tenants where tenants.id = d.tenant_id) -- not while the tenant itself is being deleted
  group by d.tenant_id, s.scope, d.status
  having sum(d.step) <> 0
  order by d.tenant_id, s.scope, d.status
  on conflict (tenant_id, scope, status, slot) do update set total = t.total + excluded.total
$$;
--> statement-breakpoint
create function app.count_inserted_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_article_steps(array(
    select row(n.tenant_id, n.author_id, n.status, count(*)::integer)::app.article_step
    from new_rows n group by n.tenant_id, n.author_id, n.status));
  return null;
end $$;
--> statement-breakpoint
create function app.count_deleted_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_article_steps(array(
    select row(o.tenant_id, o.author_id, o.status, -count(*)::integer)::app.article_step
    from old_rows o group by o.tenant_id, o.author_id, o.status));
  return null;
end $$;
--> statement-breakpoint
-- Most updates change neither status nor author; what cancels out isn't written.
create function app.count_updated_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_steps app.article_step[] := array(
    select row(d.tenant_id, d.author_id, d.status, sum(d.step)::integer)::app.article_step
    from (
      select n.tenant_id, n.author_id, n.status, 1 as step from new_rows n
      union all
      select o.tenant_id, o.author_id, o.status, -1 from old_rows o
    ) d
    group by d.tenant_id, d.author_id, d.status having sum(d.step) <> 0);
begin
  if cardinality(v_steps) > 0 then perform app.apply_article_steps(v_steps); end if;
  return null;
end $$;
--> statement-breakpoint
create trigger count_inserted_articles after insert on articles referencing new table as new_rows
  for each statement execute function app.count_inserted_articles();
--> statement-breakpoint
create trigger count_deleted_articles after delete on articles referencing old table as old_rows
  for each statement execute function app.count_deleted_articles();
--> statement-breakpoint
create trigger count_updated_articles after update on articles referencing old table as old_rows new table as new_rows
  for each statement execute function app.count_updated_articles();
--> statement-breakpoint

-- Likes and comments share two functions: the trigger's argument names the column.
create function app.apply_article_counts(p_tenant_id uuid, p_article_id uuid, p_likes bigint, p_comments bigint) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.article_counts as c (tenant_id, article_id, slot, likes, comments)
  select a.tenant_id, a.id, (pg_backend_pid() % 8)::smallint, p_likes, p_comments
  from public.articles a where a.tenant_id = p_tenant_id and a.id = p_article_id -- not while the article is being deleted
  on conflict (tenant_id, article_id, slot)
    do update set likes = c.likes + excluded.likes, comments = c.comments + excluded.comments
$$;
--> statement-breakpoint
create function app.count_for_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  v_row record;
begin
  for v_row in
    select r.tenant_id, r.article_id, v_sign * count(*) as step from changed_rows r
    group by r.tenant_id, r.article_id order by r.tenant_id, r.article_id
  loop
    perform app.apply_article_counts(v_row.tenant_id, v_row.article_id,
      case when tg_argv[0] = 'likes' then v_row.step else 0 end,
      case when tg_argv[0] = 'comments' then v_row.step else 0 end);
  end loop;
  return null;
end $$;
--> statement-breakpoint
create trigger count_inserted_likes after insert on likes referencing new table as changed_rows
  for each statement execute function app.count_for_articles('likes');
--> statement-breakpoint
create trigger count_deleted_likes after delete on likes referencing old table as changed_rows
  for each statement execute function app.count_for_articles('likes');
--> statement-breakpoint
create trigger count_inserted_comments after insert on comments referencing new table as changed_rows
  for each statement execute function app.count_for_articles('comments');
--> statement-breakpoint
create trigger count_deleted_comments after delete on comments referencing old table as changed_rows
  for each statement execute function app.count_for_articles('comments');
--> statement-breakpoint
revoke execute on all functions in schema app from public;
--> statement-breakpoint
-- Time limits for every statement of the program, set on the role so that they hold through any pooler.
do $$ begin
  alter role masthead_app set statement_timeout = '15s';
  alter role masthead_app set idle_in_transaction_session_timeout = '30s';
  alter role masthead_app set lock_timeout = '10s';
exception
  when insufficient_privilege then raise notice 'set the time limits of masthead_app by hand: see the README';
  when others then if sqlerrm not like 'tuple concurrently updated%' then raise; end if; -- a parallel migration did it
end $$;
