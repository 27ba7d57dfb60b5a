-- Enters the tenant of an API key for the rest of the transaction, and answers what the key stands for: what
-- app.resolve_api_key answers, in the transaction that the key is used for. A key that stands for nobody enters nothing:
-- then no row of any tenant is there.
create function app.enter_by_api_key(p_hash text)
returns table (id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text,
               rate_limit_per_minute integer, used_lately boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select k.* into id, tenant_id, kind, role, name, created_by, tenant_slug, tenant_name, rate_limit_per_minute, used_lately
  from app.resolve_api_key(p_hash) k;
  if not found then return; end if;
  perform set_config('app.tenant_id', tenant_id::text, true),
          set_config('app.user_id', case kind when 'publishable' then '' else created_by::text end, true),
          set_config('app.audience', case kind when 'publishable' then 'public' else 'staff' end, true);
  return next;
end $$;
--> statement-breakpoint
revoke execute on function app.enter_by_api_key(text) from public;
--> statement-breakpoint
grant execute on function app.enter_by_api_key(text) to masthead_app;
