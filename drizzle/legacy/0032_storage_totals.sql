-- What an organisation stores, in bytes, counted where rows are counted already: its plan bounds it. An article's text is counted with
-- the article; of its revisions all but the first, which holds the same text until the article changes; of the answers kept for
-- idempotency keys the large ones.

alter table article_totals add column bytes bigint default 0 not null;
--> statement-breakpoint
alter type app.article_step add attribute bytes bigint;
--> statement-breakpoint
create or replace function app.apply_article_steps(p_steps app.article_step[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_step app.article_step;
  v_scope text;
begin
  foreach v_step in array p_steps loop
    foreach v_scope in array array['all', 'author:' || v_step.author_id] loop
      -- Bytes are those of the organisation; a change of text alone is none of its author's counters.
      continue when v_scope is distinct from 'all' and v_step.step = 0;
      update public.article_totals set total = total + v_step.step,
        bytes = bytes + case when v_scope = 'all' then v_step.bytes else 0 end
      where tenant_id = v_step.tenant_id and scope = v_scope and status = v_step.status and slot = (
        select t.slot from public.article_totals t
        where t.tenant_id = v_step.tenant_id and t.scope = v_scope and t.status = v_step.status
        order by t.slot limit 1 for no key update skip locked);
      if not found then
        insert into public.article_totals as t (tenant_id, scope, status, slot, total, bytes)
        select n.id, v_scope, v_step.status, app.new_slot(), v_step.step, case when v_scope = 'all' then v_step.bytes else 0 end
        from public.tenants n where n.id = v_step.tenant_id -- not while the tenant itself is being deleted
        on conflict (tenant_id, scope, status, slot)
          do update set total = t.total + excluded.total, bytes = t.bytes + excluded.bytes;
      end if;
    end loop;
  end loop;
end $$;
--> statement-breakpoint
create or replace function app.count_inserted_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_article_steps(array(
    select row(n.tenant_id, n.author_id, n.status, count(*)::integer,
      sum(octet_length(n.title) + octet_length(n.content)))::app.article_step
    from new_rows n group by n.tenant_id, n.author_id, n.status));
  return null;
end $$;
--> statement-breakpoint
create or replace function app.count_deleted_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_article_steps(array(
    select row(o.tenant_id, o.author_id, o.status, -count(*)::integer,
      -sum(octet_length(o.title) + octet_length(o.content)))::app.article_step
    from old_rows o group by o.tenant_id, o.author_id, o.status));
  return null;
end $$;
--> statement-breakpoint
-- What cancels out isn't written.
create or replace function app.count_updated_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_steps app.article_step[] := array(
    select row(d.tenant_id, d.author_id, d.status, sum(d.step)::integer, sum(d.bytes))::app.article_step
    from (
      select n.tenant_id, n.author_id, n.status, 1 as step, (octet_length(n.title) + octet_length(n.content))::bigint as bytes
      from new_rows n
      union all
      select o.tenant_id, o.author_id, o.status, -1, -(octet_length(o.title) + octet_length(o.content))::bigint from old_rows o
    ) d
    group by d.tenant_id, d.author_id, d.status having sum(d.step) <> 0 or sum(d.bytes) <> 0);
begin
  if cardinality(v_steps) > 0 then perform app.apply_article_steps(v_steps); end if;
  return null;
end $$;
--> statement-breakpoint

-- Rows of a large text one by one, so that the others cost nothing.
create function app.count_stored_bytes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_step bigint := 0;
begin
  if tg_argv[0] = 'bytes:revisions' then
    if tg_op <> 'DELETE' then v_step := octet_length(new.content); end if;
    if tg_op <> 'INSERT' then v_step := v_step - octet_length(old.content); end if;
  else
    if tg_op <> 'DELETE' then v_step := octet_length(new.answer); else v_step := -octet_length(old.answer); end if;
  end if;
  perform app.apply_tenant_total(case tg_op when 'DELETE' then old.tenant_id else new.tenant_id end, tg_argv[0], v_step);
  return null;
end $$;
--> statement-breakpoint
create trigger count_inserted_bytes after insert on article_revisions
  for each row when (new.number > 1 and octet_length(new.content) > 0)
  execute function app.count_stored_bytes('bytes:revisions');
--> statement-breakpoint
create trigger count_updated_bytes after update of content on article_revisions
  for each row when (new.number > 1 and octet_length(new.content) <> octet_length(old.content))
  execute function app.count_stored_bytes('bytes:revisions');
--> statement-breakpoint
create trigger count_deleted_bytes after delete on article_revisions
  for each row when (old.number > 1 and octet_length(old.content) > 0)
  execute function app.count_stored_bytes('bytes:revisions');
--> statement-breakpoint
create trigger count_inserted_bytes after insert on idempotency_keys
  for each row when (octet_length(new.answer) > 16384) execute function app.count_stored_bytes('bytes:answers');
--> statement-breakpoint
create trigger count_deleted_bytes after delete on idempotency_keys
  for each row when (octet_length(old.answer) > 16384) execute function app.count_stored_bytes('bytes:answers');
--> statement-breakpoint
-- Expired answers are deleted for all organisations at once.
create policy owner_access on tenant_totals to current_user using (true) with check (true);
--> statement-breakpoint
create function app.count_tags() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_row record;
  v_sign integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  for v_row in select r.tenant_id, v_sign * count(*) as step from changed_rows r group by r.tenant_id loop
    perform app.apply_tenant_total(v_row.tenant_id, 'tags', v_row.step);
  end loop;
  return null;
end $$;
--> statement-breakpoint
create trigger count_inserted_tags after insert on tags referencing new table as changed_rows
  for each statement execute function app.count_tags();
--> statement-breakpoint
create trigger count_deleted_tags after delete on tags referencing old table as changed_rows
  for each statement execute function app.count_tags();
--> statement-breakpoint
revoke execute on function app.count_stored_bytes(), app.count_tags() from public;
--> statement-breakpoint

-- What is there already, one organisation after the other, since row security binds the owner too.
do $$ declare v_tenant uuid; begin
  for v_tenant in select id from tenants loop
    perform set_config('app.tenant_id', v_tenant::text, true);
    perform app.apply_article_steps(array(
      select row(a.tenant_id, null, a.status, 0, sum(octet_length(a.title) + octet_length(a.content)))::app.article_step
      from articles a where a.tenant_id = v_tenant group by a.tenant_id, a.status));
    perform app.apply_tenant_total(v_tenant, 'bytes:revisions', coalesce((
      select sum(octet_length(content)) from article_revisions where tenant_id = v_tenant and number > 1), 0));
    perform app.apply_tenant_total(v_tenant, 'bytes:answers', coalesce((
      select sum(octet_length(answer)) from idempotency_keys
      where tenant_id = v_tenant and octet_length(answer) > 16384), 0));
    perform app.apply_tenant_total(v_tenant, 'tags', (select count(*) from tags where tenant_id = v_tenant));
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;
