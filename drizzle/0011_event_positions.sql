-- Positions of events: their order for whoever follows what happens in an organisation. The indexes are made by the next one.

create table event_positions (
  tenant_id uuid not null,
  last bigint default 0 not null,
  since timestamptz default '-infinity' not null,
  constraint event_positions_tenant_id_pk primary key (tenant_id),
  constraint event_positions_tenant_id_tenants_id_fk foreign key (tenant_id) references tenants (id) on delete cascade
);
create policy tenant_isolation on event_positions
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy staff_only on event_positions as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
select app.protect('event_positions', 'select');

-- In two steps, so that the table isn't written anew: events that are there already have no time, and never get a position.
alter table events add column written_at timestamptz, add column position bigint;
alter table events alter column written_at set default clock_timestamp();
-- The program appends; positions are given by the function alone.
create policy without_position on events as restrictive for insert to masthead_app with check (position is null);

-- Gives the next positions to events of the current tenant that are committed, in the order in which they were written, and
-- returns how many it gave. A transaction that commits late finds its place behind those that were numbered meanwhile, so
-- whoever reads by position misses nothing, and nobody waits for open transactions. Events from before p_since that had none
-- yet get none: one position stays empty for them all, which tells whoever stands in front of it that something is missing.
create function app.number_events(p_limit integer, p_since timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  v_last bigint;
  v_since timestamptz;
  v_ids uuid[];
begin
  -- Else the statements below would see what was committed before the lock was there.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'events are numbered in read committed transactions alone';
  end if;
  -- One at a time in a tenant, until its commit.
  select p.last, p.since into v_last, v_since from public.event_positions p where p.tenant_id = v_tenant for no key update;
  if not found then
    insert into public.event_positions (tenant_id) values (v_tenant) on conflict do nothing;
    select p.last, p.since into v_last, v_since from public.event_positions p where p.tenant_id = v_tenant for no key update;
  end if;
  -- Statements of their own, whose snapshots are younger than the lock. Ordered by what the one index has that knows which
  -- events have no position.
  perform from public.events e
  where e.tenant_id = v_tenant and e.position is null and e.written_at >= v_since and e.written_at < p_since
  order by e.written_at limit 1;
  if found then
    v_last := v_last + 1;
    v_since := p_since;
  end if;
  select array_agg(e.id order by e.written_at, e.id) into v_ids from (
    select id, written_at from public.events
    where tenant_id = v_tenant and position is null and written_at >= v_since order by written_at limit p_limit) e;
  update public.events e set position = v_last + n.place
  from unnest(v_ids) with ordinality n (id, place) where e.tenant_id = v_tenant and e.id = n.id and e.position is null;
  update public.event_positions p set last = v_last + coalesce(cardinality(v_ids), 0), since = v_since
  where p.tenant_id = v_tenant;
  return coalesce(cardinality(v_ids), 0);
end $$;
revoke execute on function app.number_events(integer, timestamptz) from public;
grant execute on function app.number_events(integer, timestamptz) to masthead_app;
