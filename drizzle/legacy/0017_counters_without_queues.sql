-- Counters are spread over slots so that no writer waits for another's commit. A slot by the number of the backend made
-- every eighth of them share one; now each writer takes the first slot that nobody holds, and makes a new one if all are
-- held. So a counter has as many slots as it ever had writers at the same moment: mostly one, and never more than
-- there are connections. A new slot's number is by chance, lest two first writers meet on one.

create function app.new_slot() returns smallint
language sql volatile set search_path = pg_catalog, pg_temp as $$ select floor(random() * 32768)::smallint $$;
--> statement-breakpoint

-- A statement for each counter, and the next one only if all slots are held: as one statement for all it cost twice as much.
create or replace function app.apply_article_steps(p_steps app.article_step[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_step app.article_step;
  v_scope text;
begin
  foreach v_step in array p_steps loop
    foreach v_scope in array array['all', 'author:' || v_step.author_id] loop
      update public.article_totals set total = total + v_step.step
      where tenant_id = v_step.tenant_id and scope = v_scope and status = v_step.status and slot = (
        select t.slot from public.article_totals t
        where t.tenant_id = v_step.tenant_id and t.scope = v_scope and t.status = v_step.status
        order by t.slot limit 1 for no key update skip locked);
      if not found then
        insert into public.article_totals as t (tenant_id, scope, status, slot, total)
        select n.id, v_scope, v_step.status, app.new_slot(), v_step.step
        from public.tenants n where n.id = v_step.tenant_id -- not while the tenant itself is being deleted
        on conflict (tenant_id, scope, status, slot) do update set total = t.total + excluded.total;
      end if;
    end loop;
  end loop;
end $$;
--> statement-breakpoint

create or replace function app.apply_article_counts(p_tenant_id uuid, p_article_id uuid, p_likes bigint, p_comments bigint)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.article_counts set likes = likes + p_likes, comments = comments + p_comments
  where tenant_id = p_tenant_id and article_id = p_article_id and slot = (
    select c.slot from public.article_counts c where c.tenant_id = p_tenant_id and c.article_id = p_article_id
    order by c.slot limit 1 for no key update skip locked);
  if not found then
    insert into public.article_counts as c (tenant_id, article_id, slot, likes, comments)
    select a.tenant_id, a.id, app.new_slot(), p_likes, p_comments
    from public.articles a where a.tenant_id = p_tenant_id and a.id = p_article_id -- not while the article is being deleted
    on conflict (tenant_id, article_id, slot)
      do update set likes = c.likes + excluded.likes, comments = c.comments + excluded.comments;
  end if;
end $$;
--> statement-breakpoint

create or replace function app.apply_tenant_total(p_tenant_id uuid, p_subject text, p_step bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.tenant_totals set total = total + p_step
  where tenant_id = p_tenant_id and subject = p_subject and slot = (
    select t.slot from public.tenant_totals t where t.tenant_id = p_tenant_id and t.subject = p_subject
    order by t.slot limit 1 for no key update skip locked);
  if not found then
    insert into public.tenant_totals as t (tenant_id, subject, slot, total)
    select n.id, p_subject, app.new_slot(), p_step
    from public.tenants n where n.id = p_tenant_id -- not while the tenant itself is being deleted
    on conflict (tenant_id, subject, slot) do update set total = t.total + excluded.total;
  end if;
end $$;
--> statement-breakpoint
revoke execute on function app.new_slot() from public;
