-- Counters kept by triggers, in the transaction of the change. Each counter is spread over 8 slots, chosen by the writing
-- backend, so that many writers of one article or tenant don't wait for one row. Slots are touched in a fixed order, so
-- that two writers can't deadlock inside one change.

create function app.count_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.status = old.status and new.author_id = old.author_id then
    return null;
  end if;
  insert into public.article_totals as t (tenant_id, scope, status, slot, total)
  select d.tenant_id, d.scope, d.status, (pg_backend_pid() % 8)::smallint, sum(d.step)
  from (
    select new.tenant_id, s.scope, new.status, 1 as step
    from (values ('all'), ('author:' || new.author_id)) s (scope) where tg_op <> 'DELETE'
    union all
    select old.tenant_id, s.scope, old.status, -1
    from (values ('all'), ('author:' || old.author_id)) s (scope) where tg_op <> 'INSERT'
  ) d
  where exists (select from public.tenants where tenants.id = d.tenant_id) -- not while the tenant itself is being deleted
  group by d.tenant_id, d.scope, d.status
  having sum(d.step) <> 0
  order by d.scope, d.status
  on conflict (tenant_id, scope, status, slot) do update set total = t.total + excluded.total;
  return null;
end $$;
--> statement-breakpoint
create trigger count_articles after insert or delete or update of status, author_id on articles
  for each row execute function app.count_articles();
--> statement-breakpoint

-- Likes and comments share a function: the trigger's argument names the column.
create function app.count_for_article() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_likes integer := 0;
  v_comments integer := 0;
  v_step integer := case tg_op when 'INSERT' then 1 else -1 end;
  v_tenant_id uuid := case tg_op when 'INSERT' then new.tenant_id else old.tenant_id end;
  v_article_id uuid := case tg_op when 'INSERT' then new.article_id else old.article_id end;
begin
  if tg_argv[0] = 'likes' then v_likes := v_step; else v_comments := v_step; end if;
  insert into public.article_counts as c (tenant_id, article_id, slot, likes, comments)
  select a.tenant_id, a.id, (pg_backend_pid() % 8)::smallint, v_likes, v_comments
  from public.articles a where a.tenant_id = v_tenant_id and a.id = v_article_id -- not while the article is being deleted
  on conflict (tenant_id, article_id, slot)
    do update set likes = c.likes + excluded.likes, comments = c.comments + excluded.comments;
  return null;
end $$;
--> statement-breakpoint
create trigger count_likes after insert or delete on likes for each row execute function app.count_for_article('likes');
--> statement-breakpoint
create trigger count_comments after insert or delete on comments for each row execute function app.count_for_article('comments');
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
