-- Webhooks: endpoints, deliveries and their attempts. src/server/webhooks/fan-out.ts says how deliveries come about.

CREATE TABLE "webhook_attempts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"url" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"status" integer,
	"response" text,
	"error" text,
	CONSTRAINT "webhook_attempts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "webhook_attempts" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "webhook_deliveries" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"body" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now(),
	"job_id" uuid,
	"queued_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_deliveries_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "webhook_deliveries_event_key" UNIQUE("tenant_id","endpoint_id","event_id"),
	CONSTRAINT "webhook_deliveries_status_check" CHECK ("webhook_deliveries"."status" in ('pending', 'held', 'delivered', 'failed'))
);

ALTER TABLE "webhook_deliveries" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "webhook_endpoints" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"types" jsonb,
	"is_ordered" boolean DEFAULT false NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_secret_until" timestamp (3) with time zone,
	"status" text DEFAULT 'active' NOT NULL,
	"pause_reason" text,
	"failing_since" timestamp (3) with time zone,
	"position" bigint NOT NULL,
	"resumed_at" timestamp (3) with time zone,
	"is_resuming" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_endpoints_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "webhook_endpoints_status_check" CHECK ("webhook_endpoints"."status" in ('active', 'paused')),
	CONSTRAINT "webhook_endpoints_pause_check" CHECK (("webhook_endpoints"."status" = 'paused') = ("webhook_endpoints"."pause_reason" is not null)),
	CONSTRAINT "webhook_endpoints_pause_reason_check" CHECK ("webhook_endpoints"."pause_reason" in ('admin', 'failing', 'gone'))
);

ALTER TABLE "webhook_endpoints" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_fk" FOREIGN KEY ("tenant_id","delivery_id") REFERENCES "public"."webhook_deliveries"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;
CREATE INDEX "webhook_attempts_delivery_idx" ON "webhook_attempts" USING btree ("tenant_id","delivery_id","id");
CREATE INDEX "webhook_deliveries_endpoint_idx" ON "webhook_deliveries" USING btree ("tenant_id","endpoint_id","id");
CREATE INDEX "webhook_deliveries_status_idx" ON "webhook_deliveries" USING btree ("tenant_id","endpoint_id","status","id");
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries" USING btree ("created_at");
CREATE INDEX "webhook_endpoints_active_idx" ON "webhook_endpoints" USING btree ("tenant_id","position") WHERE "webhook_endpoints"."status" = 'active';
CREATE POLICY "owner_access" ON "event_positions" AS PERMISSIVE FOR SELECT TO current_user USING (true);
CREATE POLICY "owner_access" ON "events" AS PERMISSIVE FOR SELECT TO current_user USING (true);
CREATE POLICY "tenant_isolation" ON "webhook_attempts" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "staff_only" ON "webhook_attempts" AS RESTRICTIVE FOR SELECT TO "masthead_app" USING ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
CREATE POLICY "tenant_isolation" ON "webhook_deliveries" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "owner_access" ON "webhook_deliveries" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);
CREATE POLICY "staff_only" ON "webhook_deliveries" AS RESTRICTIVE FOR SELECT TO "masthead_app" USING ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
CREATE POLICY "tenant_isolation" ON "webhook_endpoints" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY "owner_access" ON "webhook_endpoints" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);
CREATE POLICY "staff_only" ON "webhook_endpoints" AS RESTRICTIVE FOR SELECT TO "masthead_app" USING ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
-- The program's role: endpoints come and go, deliveries change, attempts are written once.
select app.protect('webhook_endpoints', 'select, insert, update, delete');
select app.protect('webhook_deliveries', 'select, insert, update');
select app.protect('webhook_attempts', 'select, insert');

-- Tenants with events that an active endpoint has no deliveries of yet; for the workers, who ask twice a second.
create function app.webhook_tenants_with_news(p_limit integer)
returns table (tenant_id uuid, tenant_slug text, tenant_name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.slug, t.name
  from (
    select w.tenant_id, min(w.position) as position from public.webhook_endpoints w
    where w.status = 'active' and not w.is_resuming group by w.tenant_id) w
  join public.tenants t on t.id = w.tenant_id
  left join public.event_positions p on p.tenant_id = w.tenant_id
  where coalesce(p.last, 0) > w.position
    or exists (
      select from public.events e
      where e.tenant_id = w.tenant_id and e.position is null and e.written_at >= coalesce(p.since, '-infinity'))
  order by random() limit p_limit
$$;

-- Deliveries whose time is over: finished ones, and those of endpoints that are gone.
create function app.webhook_delete_old(p_before timestamptz, p_limit integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with old as (
    select d.tenant_id, d.id from public.webhook_deliveries d
    where d.created_at < p_before and (d.status in ('delivered', 'failed') or not exists (
      select from public.webhook_endpoints w where w.tenant_id = d.tenant_id and w.id = d.endpoint_id))
    order by d.created_at limit p_limit for update of d skip locked),
  gone as (
    delete from public.webhook_deliveries d using old where d.tenant_id = old.tenant_id and d.id = old.id returning 1)
  select count(*) from gone
$$;

-- A delivery whose job has failed for good, or is gone, is on its way no more, whatever it was that ended the job.
create function app.webhook_job_ended() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.webhook_deliveries d set status = 'failed', next_attempt_at = null, finished_at = now()
  where d.tenant_id = old.tenant_id and d.id = (old.payload ->> 'deliveryId')::uuid and d.job_id = old.id and d.status = 'pending';
  return null;
end $$;
create trigger jobs_webhook_failed after update of state on jobs for each row
  when (old.task = 'webhooks.deliver' and new.state = 'failed' and old.state <> 'failed') execute function app.webhook_job_ended();
create trigger jobs_webhook_deleted after delete on jobs for each row
  when (old.task = 'webhooks.deliver' and old.state <> 'failed' and old.state <> 'done') execute function app.webhook_job_ended();

revoke execute on function app.webhook_tenants_with_news, app.webhook_delete_old, app.webhook_job_ended from public;
grant execute on function app.webhook_tenants_with_news, app.webhook_delete_old to masthead_app;
