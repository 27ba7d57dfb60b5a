CREATE TABLE "idempotency_keys" (
	"tenant_id" uuid NOT NULL,
	"actor_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" smallint NOT NULL,
	"answer" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_tenant_id_actor_id_key_pk" PRIMARY KEY("tenant_id","actor_id","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys" USING btree ("expires_at");
--> statement-breakpoint
alter table idempotency_keys enable row level security;
--> statement-breakpoint
alter table idempotency_keys force row level security;
--> statement-breakpoint
create policy tenant_isolation on idempotency_keys
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
--> statement-breakpoint
-- For app.delete_expired_idempotency_keys, which runs as the owner.
create policy owner_access on idempotency_keys to current_user using (true) with check (true);
--> statement-breakpoint
grant select, insert, delete on idempotency_keys to masthead_app;
--> statement-breakpoint
-- An expired key is as good as a new one, deleted or not; this only gives the room back. Returns how many it deleted, at
-- most p_max, so that no statement runs long.
create function app.delete_expired_idempotency_keys(p_max integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with expired as (select tenant_id, actor_id, key from public.idempotency_keys where expires_at <= now() limit p_max),
       gone as (delete from public.idempotency_keys k using expired e
                where k.tenant_id = e.tenant_id and k.actor_id = e.actor_id and k.key = e.key returning 1)
  select count(*) from gone
$$;
--> statement-breakpoint
revoke execute on function app.delete_expired_idempotency_keys(integer) from public;
--> statement-breakpoint
grant execute on function app.delete_expired_idempotency_keys(integer) to masthead_app;
