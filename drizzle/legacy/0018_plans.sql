ALTER TABLE "tenants" ADD COLUMN "plan" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_plan_check" CHECK ("tenants"."plan" in ('small', 'standard', 'large'));--> statement-breakpoint

-- Whoever is behind a session or a key also learns the plan of the organisation, which tells how much it may ask for.
drop function app.resolve_session(text);
--> statement-breakpoint
create function app.resolve_session(p_id text)
returns table (id text, user_id uuid, tenant_id uuid, expires_at timestamptz, absolute_expires_at timestamptz,
               last_seen_at timestamptz, user_name text, user_email text, user_avatar_url text, email_verified boolean,
               tenant_slug text, tenant_name text, tenant_plan text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.user_id, s.active_tenant_id, s.expires_at, s.absolute_expires_at, s.last_seen_at,
         u.name, u.email, u.avatar_url, u.email_verified_at is not null, t.slug, t.name, t.plan, m.role
  from public.sessions s
  join public.users u on u.id = s.user_id
  join public.members m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id and m.status = 'active'
  join public.tenants t on t.id = s.active_tenant_id
  where s.id = p_id and s.expires_at > now() and s.absolute_expires_at > now()
$$;
--> statement-breakpoint
drop function app.resolve_api_key(text);
--> statement-breakpoint
create function app.resolve_api_key(p_hash text)
returns table (id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text,
               tenant_plan text, rate_limit_per_minute integer, used_lately boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.tenant_id, k.kind,
    case when array_position(array['viewer', 'author', 'editor', 'admin'], m.role)
            < array_position(array['viewer', 'author', 'editor', 'admin'], k.role) then m.role else k.role end,
    k.name, k.created_by, t.slug, t.name, t.plan,
    k.rate_limit_per_minute, coalesce(k.last_used_at > now() - interval '1 minute', false)
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.user_id = k.created_by and m.status = 'active'
  where k.hash = p_hash
    and (k.revoked_at is null or k.revoked_at > now())
    and (k.expires_at is null or k.expires_at > now())
$$;
--> statement-breakpoint
drop function app.enter_by_api_key(text, boolean);
--> statement-breakpoint
create function app.enter_by_api_key(p_hash text, p_read_only boolean)
returns table (id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text,
               tenant_plan text, rate_limit_per_minute integer, used_lately boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_read_only then perform set_config('transaction_read_only', 'on', true); end if;
  select k.id, k.tenant_id, k.kind,
    case when array_position(array['viewer', 'author', 'editor', 'admin'], m.role)
            < array_position(array['viewer', 'author', 'editor', 'admin'], k.role) then m.role else k.role end,
    k.name, k.created_by, t.slug, t.name, t.plan,
    k.rate_limit_per_minute, coalesce(k.last_used_at > now() - interval '1 minute', false)
  into id, tenant_id, kind, role, name, created_by, tenant_slug, tenant_name, tenant_plan, rate_limit_per_minute, used_lately
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.user_id = k.created_by and m.status = 'active'
  where k.hash = p_hash
    and (k.revoked_at is null or k.revoked_at > now())
    and (k.expires_at is null or k.expires_at > now());
  if not found then return; end if;
  perform set_config('app.tenant_id', tenant_id::text, true),
          set_config('app.user_id', case kind when 'publishable' then '' else created_by::text end, true),
          set_config('app.audience', case kind when 'publishable' then 'public' else 'staff' end, true);
  return next;
end $$;
--> statement-breakpoint
revoke execute on function app.resolve_session(text), app.resolve_api_key(text), app.enter_by_api_key(text, boolean) from public;
--> statement-breakpoint
grant execute on function app.resolve_session(text), app.resolve_api_key(text), app.enter_by_api_key(text, boolean) to masthead_app;
