-- Background work: jobs of tenants, the workers that live, and what is done once in each period. src/db/schema/jobs.ts explains
-- the table, src/db/repositories/job-queue.ts calls the functions.

CREATE TABLE "job_workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"alive_until" timestamp (3) with time zone NOT NULL
);

ALTER TABLE "job_workers" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "jobs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "jobs_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"run_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempts_max" integer NOT NULL,
	"leased_by" uuid,
	"order_key" text,
	"dedup_key" text,
	"request_id" text NOT NULL,
	"last_error" text,
	"last_error_detail" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "jobs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "jobs_state_check" CHECK ("jobs"."state" in ('scheduled', 'waiting', 'blocked', 'running', 'failed', 'done')),
	CONSTRAINT "jobs_leased_check" CHECK (("jobs"."state" = 'running') = ("jobs"."leased_by" is not null)),
	CONSTRAINT "jobs_finished_check" CHECK (("jobs"."state" in ('done', 'failed')) = ("jobs"."finished_at" is not null)),
	CONSTRAINT "jobs_payload_size" CHECK (octet_length("jobs"."payload"::text) <= 65536)
);

ALTER TABLE "jobs" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "periodic_tasks" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"leased_by" uuid,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_error" text
);

ALTER TABLE "periodic_tasks" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;
CREATE INDEX "jobs_state_idx" ON "jobs" USING btree ("tenant_id","state","id");
CREATE INDEX "jobs_waiting_idx" ON "jobs" USING btree ("tenant_id","run_at","seq") WHERE "jobs"."state" = 'waiting';
CREATE INDEX "jobs_scheduled_idx" ON "jobs" USING btree ("run_at") WHERE "jobs"."state" = 'scheduled';
CREATE INDEX "jobs_running_idx" ON "jobs" USING btree ("tenant_id") WHERE "jobs"."state" = 'running';
CREATE INDEX "jobs_order_idx" ON "jobs" USING btree ("tenant_id","order_key","seq") WHERE "jobs"."order_key" is not null and "jobs"."state" in ('scheduled', 'waiting', 'blocked', 'running');
CREATE INDEX "jobs_finished_at_idx" ON "jobs" USING btree ("finished_at") WHERE "jobs"."finished_at" is not null;
CREATE UNIQUE INDEX "jobs_dedup_key" ON "jobs" USING btree ("tenant_id","task","dedup_key") WHERE "jobs"."dedup_key" is not null;
CREATE POLICY "owner_access" ON "job_workers" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);
CREATE POLICY "tenant_isolation" ON "jobs" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "owner_access" ON "jobs" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);
CREATE POLICY "staff_only" ON "jobs" AS RESTRICTIVE FOR SELECT TO "masthead_app" USING ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
CREATE POLICY "owner_access" ON "periodic_tasks" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);

-- The program writes jobs of its tenant along with what they are about, sees them, retries and discards them. Columns that say
-- how an attempt went are a worker's, and what the operator alone may see is nobody's.
select app.protect('jobs', 'insert,
  select (tenant_id, id, seq, task, payload, state, run_at, attempts, attempts_max, leased_by, order_key, dedup_key, request_id,
    last_error, created_at, started_at, finished_at),
  update (state, run_at, attempts, dedup_key, leased_by, finished_at), delete');
select app.protect('job_workers', '');
select app.protect('periodic_tasks', '');

-- Rows change several times each and are many: what is left of them must go before look-ups have to step over it.
alter table jobs set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

-- The next one of a key may run as soon as the one before is over, or lets go.
create function app.job_unblock_next() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.jobs j set state = 'waiting'
  where j.tenant_id = old.tenant_id and j.id = (
    select b.id from public.jobs b
    where b.tenant_id = old.tenant_id and b.order_key = old.order_key and b.state = 'blocked' order by b.seq limit 1)
    and j.state = 'blocked';
  return null;
end $$;
create trigger jobs_unblock_next after update of state on jobs for each row
  when (old.order_key is not null and old.state is distinct from new.state
    and (old.state = 'running' or new.state in ('done', 'failed')))
  execute function app.job_unblock_next();
create trigger jobs_unblock_next_of_deleted after delete on jobs for each row
  when (old.order_key is not null and old.state <> 'failed' and old.state <> 'done')
  execute function app.job_unblock_next();

-- Says that a worker lives, for so long.
create function app.job_worker_beat(p_worker uuid, p_name text, p_lease_ms integer)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.job_workers (id, name, alive_until)
  values (p_worker, p_name, now() + p_lease_ms * interval '1 millisecond')
  on conflict (id) do update set seen_at = now(), alive_until = excluded.alive_until
$$;

-- A worker ends: what it has not finished is the others' at once, as if it had not been taken up.
create function app.job_worker_end(p_worker uuid)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with periodic as (update public.periodic_tasks set leased_by = null where leased_by = p_worker),
       ended as (update public.job_workers set seen_at = now(), alive_until = now() where id = p_worker),
       given_back as (
         update public.jobs set state = 'waiting', leased_by = null, attempts = attempts - 1
         where state = 'running' and leased_by = p_worker returning 1)
  select count(*) from given_back
$$;

-- Those that live, and the one that was seen last even if none does.
create function app.job_workers_seen()
returns table (id uuid, name text, started_at timestamptz, seen_at timestamptz, is_alive boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select w.id, w.name, w.started_at, w.seen_at, w.alive_until > now() from public.job_workers w
  order by w.alive_until > now() desc, w.seen_at desc limit 100
$$;

-- Whether there is something to take up. Asked several times a second while nothing is: three looks into small indexes.
create function app.job_is_due()
returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.jobs where state = 'waiting')
    or exists (select from public.jobs where state = 'scheduled' and run_at <= now())
    or exists (select from public.jobs j where j.state = 'running' and not exists (
      select from public.job_workers w where w.id = j.leased_by and w.alive_until > now()))
$$;

-- What is due by its time waits for its turn from now on; what a dead worker had does so again, or has failed for good.
create function app.job_wake(p_limit integer)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  with due as (
    select d.tenant_id, d.id from public.jobs d where d.state = 'scheduled' and d.run_at <= now()
    order by d.run_at limit p_limit for update skip locked)
  update public.jobs j set state = 'waiting' from due where j.tenant_id = due.tenant_id and j.id = due.id;
  with lost as (
    select l.tenant_id, l.id from public.jobs l where l.state = 'running' and not exists (
      select from public.job_workers w where w.id = l.leased_by and w.alive_until > now())
    limit p_limit for update skip locked)
  update public.jobs j set leased_by = null, last_error = 'The worker died while the job ran.', last_error_detail = null,
    -- Not at once: it may be what the worker died of.
    run_at = now() + least(60, 2 ^ j.attempts) * interval '1 second',
    state = case when j.attempts < j.attempts_max then 'scheduled' else 'failed' end,
    finished_at = case when j.attempts < j.attempts_max then null else now() end
  from lost where j.tenant_id = lost.tenant_id and j.id = lost.id
$$;

-- The next job of one tenant, or none. What has to wait for another of its key is put aside, so that nobody steps over it again.
create function app.job_claim_of_tenant(p_worker uuid, p_tenant uuid)
returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_job record;
begin
  for v_round in 1..100 loop
    select j.id, j.seq, j.order_key into v_job from public.jobs j
    where j.tenant_id = p_tenant and j.state = 'waiting' order by j.run_at, j.seq limit 1 for update skip locked;
    if not found then return null; end if;
    if v_job.order_key is not null then
      -- With a lock, or it might end unseen, and nobody would let this one go on.
      perform from public.jobs o
      where o.tenant_id = p_tenant and o.order_key = v_job.order_key and o.id <> v_job.id
        and o.state in ('scheduled', 'waiting', 'blocked', 'running') and (o.seq < v_job.seq or o.state = 'running')
      limit 1 for share skip locked;
      if found then
        update public.jobs set state = 'blocked' where tenant_id = p_tenant and id = v_job.id;
        continue;
      end if;
      -- Somebody is changing the other one at this moment: the next time will tell.
      if exists (
        select from public.jobs o
        where o.tenant_id = p_tenant and o.order_key = v_job.order_key and o.id <> v_job.id
          and o.state in ('scheduled', 'waiting', 'blocked', 'running') and (o.seq < v_job.seq or o.state = 'running'))
      then return null; end if;
    end if;
    update public.jobs set state = 'running', leased_by = p_worker, attempts = attempts + 1, dedup_key = null, started_at = now()
    where tenant_id = p_tenant and id = v_job.id;
    return v_job.id;
  end loop;
  return null;
end $$;

-- Takes up jobs for a worker, one of each tenant in turn, beginning behind the tenant `p_after`; of one tenant no more than
-- `p_tenant_max` run at a time, on all workers together. Workers take up one after the other, which makes all of that exact.
create function app.job_claim(p_worker uuid, p_after uuid, p_limit integer, p_tenant_max integer)
returns table (tenant_id uuid, tenant_slug text, tenant_name text, id uuid, task text, payload jsonb, attempts integer,
               attempts_max integer, request_id text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  c_first constant uuid := '00000000-0000-0000-0000-000000000000';
  v_tenant uuid := p_after;
  v_job uuid;
  v_taken integer := 0;
  v_taken_before integer := 0;
  v_is_whole_round boolean := p_after = c_first;
begin
  if not app.job_is_due() then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('app.job_claim', 0));
  perform app.job_wake(500);
  while v_taken < p_limit loop
    select j.tenant_id into v_tenant from public.jobs j
    where j.state = 'waiting' and j.tenant_id > v_tenant order by j.tenant_id limit 1;
    if not found then
      exit when v_is_whole_round and v_taken = v_taken_before;
      v_is_whole_round := true;
      v_taken_before := v_taken;
      v_tenant := c_first;
      continue;
    end if;
    continue when (
      select count(*) from (
        select from public.jobs r where r.tenant_id = v_tenant and r.state = 'running' limit p_tenant_max) running) >= p_tenant_max;
    v_job := app.job_claim_of_tenant(p_worker, v_tenant);
    continue when v_job is null;
    v_taken := v_taken + 1;
    return query
      select t.id, t.slug, t.name, j.id, j.task, j.payload, j.attempts, j.attempts_max, j.request_id
      from public.jobs j join public.tenants t on t.id = j.tenant_id where j.tenant_id = v_tenant and j.id = v_job;
  end loop;
end $$;

-- Ends an attempt: done, to be tried again in `p_retry_ms`, or failed for good. False where the job is somebody else's by now.
create function app.job_end(p_worker uuid, p_tenant uuid, p_id uuid, p_attempt integer, p_is_done boolean, p_retry_ms integer,
                            p_error text, p_error_detail text)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with ended as (
    update public.jobs j set leased_by = null, last_error = p_error, last_error_detail = p_error_detail,
      state = case when p_is_done then 'done' when p_retry_ms is null then 'failed' else 'scheduled' end,
      run_at = case when p_is_done or p_retry_ms is null then j.run_at else now() + p_retry_ms * interval '1 millisecond' end,
      finished_at = case when p_is_done or p_retry_ms is null then now() end
    where j.tenant_id = p_tenant and j.id = p_id and j.state = 'running' and j.leased_by = p_worker and j.attempts = p_attempt
    returning 1)
  select exists (select from ended)
$$;

-- Gives back what a worker has without knowing it: the answer to a claim may have been lost. `p_known` is a JSON array of ids.
create function app.job_give_back_others(p_worker uuid, p_known text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.jobs j set state = 'waiting', leased_by = null, attempts = j.attempts - 1
  where j.state = 'running' and j.leased_by = p_worker
    and j.id not in (select k::uuid from jsonb_array_elements_text(p_known::jsonb) k)
$$;

-- Jobs that no worker at hand knows the task of: another may be of a newer version.
create function app.job_put_off(p_worker uuid, p_tenant uuid, p_id uuid, p_attempt integer, p_error text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.jobs j set leased_by = null, state = 'scheduled', run_at = now() + interval '1 minute', attempts = j.attempts - 1,
    last_error = p_error, last_error_detail = null
  where j.tenant_id = p_tenant and j.id = p_id and j.state = 'running' and j.leased_by = p_worker and j.attempts = p_attempt
$$;

-- How many jobs each tenant has, by state, for the operator; those that are done aside.
create function app.job_counts()
returns table (tenant_slug text, state text, jobs bigint, oldest timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.slug, j.state, count(*), min(j.run_at) from public.jobs j join public.tenants t on t.id = j.tenant_id
  where j.state <> 'done' group by t.slug, j.state order by t.slug, j.state
$$;

-- For the operator: why the last attempt failed, in full.
create function app.job_error_detail(p_tenant uuid, p_id uuid)
returns text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select j.last_error_detail from public.jobs j where j.tenant_id = p_tenant and j.id = p_id
$$;

-- Finished jobs whose time is over: those that were done before the one moment, and those that failed before the other.
create function app.job_delete_finished(p_done_before timestamptz, p_failed_before timestamptz, p_limit integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with old as (
    select o.tenant_id, o.id from public.jobs o
    where o.finished_at < p_done_before and (o.state = 'done' or o.finished_at < p_failed_before)
    order by o.finished_at limit p_limit for update skip locked),
  gone as (delete from public.jobs j using old where j.tenant_id = old.tenant_id and j.id = old.id returning 1)
  select count(*) from gone
$$;

-- Takes up those of the periodic tasks (a JSON array of names) that are due and that no other worker has that lives.
create function app.periodic_claim(p_worker uuid, p_names text)
returns table (name text) language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.periodic_tasks as p (name, due_at, leased_by, started_at)
  select n, now(), p_worker, now() from jsonb_array_elements_text(p_names::jsonb) n
  on conflict (name) do update set leased_by = p_worker, started_at = now()
  where p.due_at <= now() and not exists (
    select from public.job_workers w where w.id = p.leased_by and w.id <> p_worker and w.alive_until > now())
  returning p.name
$$;

create function app.periodic_end(p_worker uuid, p_name text, p_next_ms integer, p_error text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.periodic_tasks set leased_by = null, finished_at = now(), last_error = p_error,
    due_at = now() + p_next_ms * interval '1 millisecond', failures = case when p_error is null then 0 else failures + 1 end
  where name = p_name and leased_by = p_worker
$$;

create function app.periodic_list()
returns table (name text, due_at timestamptz, started_at timestamptz, finished_at timestamptz, failures integer, last_error text,
               is_running boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.name, p.due_at, p.started_at, p.finished_at, p.failures, p.last_error, exists (
    select from public.job_workers w where w.id = p.leased_by and w.alive_until > now())
  from public.periodic_tasks p order by p.name
$$;

-- Workers that died some time ago, of whom the last one is kept: it says when anybody worked last.
create function app.job_worker_forget(p_before timestamptz)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from public.job_workers w where w.alive_until < p_before
      and exists (select from public.job_workers o where o.seen_at > w.seen_at) returning 1)
  select count(*) from gone
$$;

revoke execute on function
  app.job_unblock_next, app.job_worker_beat, app.job_worker_end, app.job_workers_seen, app.job_is_due, app.job_wake,
  app.job_claim_of_tenant, app.job_claim, app.job_end, app.job_give_back_others, app.job_put_off, app.job_counts,
  app.job_error_detail, app.job_delete_finished, app.periodic_claim, app.periodic_end, app.periodic_list,
  app.job_worker_forget
from public;
grant execute on function
  app.job_worker_beat, app.job_worker_end, app.job_workers_seen, app.job_claim, app.job_end, app.job_give_back_others,
  app.job_put_off, app.job_counts, app.job_error_detail, app.job_delete_finished, app.periodic_claim,
  app.periodic_end, app.periodic_list, app.job_worker_forget
to masthead_app;
