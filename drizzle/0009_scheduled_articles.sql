-- What is planned for articles. The checks are validated, and the indexes made, by the next migration: without a lock that
-- anybody waits for.
alter table articles
  add column publish_at timestamptz(3),
  add column unpublish_at timestamptz(3),
  add column scheduled_by uuid,
  add column schedule_problem text,
  add constraint articles_tenant_id_scheduled_by_members_tenant_id_user_id_fk
    foreign key (tenant_id, scheduled_by) references members (tenant_id, user_id) not valid,
  add constraint articles_publish_at_check check (publish_at is null or status <> 'published') not valid,
  add constraint articles_unpublish_at_check
    check (unpublish_at is null or coalesce(unpublish_at > publish_at, status = 'published')) not valid,
  add constraint articles_scheduled_by_check
    check ((coalesce(publish_at, unpublish_at) is null) = (scheduled_by is null)) not valid,
  add constraint articles_schedule_problem_check
    check (schedule_problem is null
      or (schedule_problem in ('not_allowed', 'window_passed') and scheduled_by is not null)) not valid;

-- The tenants for whose articles something planned is due, p_max at most. Asked every second by each worker: where nothing is due it
-- reads one entry of an index. In no order, so that none is always behind another that has much to do.
create function app.tenants_with_due_articles(p_max integer)
returns table (tenant_id uuid, tenant_slug text, tenant_name text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c_looked_at constant integer := 1000; -- due articles that are looked at first
  v_seen integer;
  v_tenants uuid[];
begin
  select count(*), array_agg(distinct d.tenant_id) into v_seen, v_tenants
  from (
    select a.tenant_id from public.articles a
    where case when a.publish_at is null then a.unpublish_at else a.publish_at end <= now() and a.schedule_problem is null
    order by case when a.publish_at is null then a.unpublish_at else a.publish_at end limit c_looked_at) d;

  if v_seen = c_looked_at then
    -- They may all be one tenant's: every tenant that has something planned is asked for what is due.
    with recursive planning as (
      (select a.tenant_id from public.articles a
        where case when a.publish_at is null then a.unpublish_at else a.publish_at end is not null order by a.tenant_id limit 1)
      union all
      select (select a.tenant_id from public.articles a
        where case when a.publish_at is null then a.unpublish_at else a.publish_at end is not null and a.tenant_id > p.tenant_id order by a.tenant_id limit 1)
      from planning p where p.tenant_id is not null)
    select array_agg(p.tenant_id) into v_tenants
    from planning p
    where exists (select from public.articles a where a.tenant_id = p.tenant_id
      and case when a.publish_at is null then a.unpublish_at else a.publish_at end <= now() and a.schedule_problem is null);
  end if;

  return query
    select t.id, t.slug, t.name from public.tenants t where t.id = any(v_tenants)
    order by random() limit p_max;
end $$;
revoke execute on function app.tenants_with_due_articles from public;
grant execute on function app.tenants_with_due_articles to masthead_app;
