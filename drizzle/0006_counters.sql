-- Counters kept by triggers, in the transaction of the change, so that no list ever counts rows. The triggers run once per
-- statement: row by row, a statement that inserts thousands of rows would leave as many dead versions of one counter behind.
--
-- Each counter is spread over slots, so that no writer waits for another's commit: it takes the first slot that nobody
-- holds, and makes a new one if all are held. So a counter has as many slots as it ever had writers at the same moment.
--
-- What an organisation stores is counted in bytes along with it: an article's text with the article; of its revisions all but
-- the first, which holds the same text until the article changes; of the answers kept for idempotency keys the large ones.

create type app.article_step as (tenant_id uuid, author_id uuid, status text, step integer, bytes bigint);
create type app.comment_step as (tenant_id uuid, article_id uuid, status text, step integer);

-- Of two thousand million numbers, so that writers who make a slot at the same moment don't meet on one.
create function app.new_slot() returns integer
language sql volatile set search_path = pg_catalog, pg_temp as $$ select floor(random() * 2147483648)::integer $$;

-- A statement for each counter, and the next one only if all slots are held: as one statement for all it cost twice as much.
-- Bytes are of titles and content.
create function app.apply_article_steps(p_steps app.article_step[]) returns void
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

create function app.count_inserted_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_article_steps(array(
    select row(n.tenant_id, n.author_id, n.status, count(*)::integer,
      sum(octet_length(n.title) + octet_length(n.content)))::app.article_step
    from new_rows n group by n.tenant_id, n.author_id, n.status));
  return null;
end $$;

create function app.count_deleted_articles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_article_steps(array(
    select row(o.tenant_id, o.author_id, o.status, -count(*)::integer,
      -sum(octet_length(o.title) + octet_length(o.content)))::app.article_step
    from old_rows o group by o.tenant_id, o.author_id, o.status));
  return null;
end $$;

-- What cancels out isn't written.
create function app.count_updated_articles() returns trigger
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

create function app.apply_article_counts(p_tenant_id uuid, p_article_id uuid, p_likes bigint, p_comments bigint)
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

create function app.apply_tenant_total(p_tenant_id uuid, p_subject text, p_step bigint) returns void
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

-- Likes: of each article, and of the tenant.
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
    perform app.apply_article_counts(v_row.tenant_id, v_row.article_id, v_row.step, 0);
  end loop;
  for v_row in
    select r.tenant_id, v_sign * count(*) as step from changed_rows r group by r.tenant_id order by r.tenant_id
  loop
    perform app.apply_tenant_total(v_row.tenant_id, 'likes', v_row.step);
  end loop;
  return null;
end $$;

-- Comments: approved ones of each article, and those of the tenant by status.
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

create function app.count_inserted_comments() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_comment_steps(array(
    select row(n.tenant_id, n.article_id, n.status, count(*)::integer)::app.comment_step
    from new_rows n group by n.tenant_id, n.article_id, n.status));
  return null;
end $$;

create function app.count_deleted_comments() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.apply_comment_steps(array(
    select row(o.tenant_id, o.article_id, o.status, -count(*)::integer)::app.comment_step
    from old_rows o group by o.tenant_id, o.article_id, o.status));
  return null;
end $$;

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

create trigger count_inserted_articles after insert on articles referencing new table as new_rows
  for each statement execute function app.count_inserted_articles();
create trigger count_deleted_articles after delete on articles referencing old table as old_rows
  for each statement execute function app.count_deleted_articles();
create trigger count_updated_articles after update on articles referencing old table as old_rows new table as new_rows
  for each statement execute function app.count_updated_articles();
create trigger count_inserted_likes after insert on likes referencing new table as changed_rows
  for each statement execute function app.count_for_articles('likes');
create trigger count_deleted_likes after delete on likes referencing old table as changed_rows
  for each statement execute function app.count_for_articles('likes');
create trigger count_inserted_comments after insert on comments referencing new table as new_rows
  for each statement execute function app.count_inserted_comments();
create trigger count_deleted_comments after delete on comments referencing old table as old_rows
  for each statement execute function app.count_deleted_comments();
create trigger count_updated_comments after update on comments referencing old table as old_rows new table as new_rows
  for each statement execute function app.count_updated_comments();
create trigger count_inserted_bytes after insert on article_revisions
  for each row when (new.number > 1 and octet_length(new.content) > 0)
  execute function app.count_stored_bytes('bytes:revisions');
create trigger count_updated_bytes after update of content on article_revisions
  for each row when (new.number > 1 and octet_length(new.content) <> octet_length(old.content))
  execute function app.count_stored_bytes('bytes:revisions');
create trigger count_deleted_bytes after delete on article_revisions
  for each row when (old.number > 1 and octet_length(old.content) > 0)
  execute function app.count_stored_bytes('bytes:revisions');
create trigger count_inserted_bytes after insert on idempotency_keys
  for each row when (octet_length(new.answer) > 16384) execute function app.count_stored_bytes('bytes:answers');
create trigger count_deleted_bytes after delete on idempotency_keys
  for each row when (octet_length(old.answer) > 16384) execute function app.count_stored_bytes('bytes:answers');
create trigger count_inserted_tags after insert on tags referencing new table as changed_rows
  for each statement execute function app.count_tags();
create trigger count_deleted_tags after delete on tags referencing old table as changed_rows
  for each statement execute function app.count_tags();

revoke execute on function
  app.new_slot, app.apply_article_steps, app.count_inserted_articles, app.count_deleted_articles,
  app.count_updated_articles, app.apply_article_counts, app.apply_tenant_total, app.count_for_articles,
  app.apply_comment_steps, app.count_inserted_comments, app.count_deleted_comments, app.count_updated_comments,
  app.count_stored_bytes, app.count_tags
from public;
