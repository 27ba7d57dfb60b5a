-- Entering a tenant by an API key asks the tables itself, since each function with settings of its own that is called on
-- the way costs; and it can make the transaction read-only, which would else be a statement more for each read.
drop function app.enter_by_api_key(text);
--> statement-breakpoint
create function app.enter_by_api_key(p_hash text, p_read_only boolean)
returns table (id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text,
               rate_limit_per_minute integer, used_lately boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_read_only then perform set_config('transaction_read_only', 'on', true); end if;
  select k.id, k.tenant_id, k.kind,
    case when array_position(array['viewer', 'author', 'editor', 'admin'], m.role)
            < array_position(array['viewer', 'author', 'editor', 'admin'], k.role) then m.role else k.role end,
    k.name, k.created_by, t.slug, t.name,
    k.rate_limit_per_minute, coalesce(k.last_used_at > now() - interval '1 minute', false)
  into id, tenant_id, kind, role, name, created_by, tenant_slug, tenant_name, rate_limit_per_minute, used_lately
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
revoke execute on function app.enter_by_api_key(text, boolean) from public;
--> statement-breakpoint
grant execute on function app.enter_by_api_key(text, boolean) to masthead_app;
