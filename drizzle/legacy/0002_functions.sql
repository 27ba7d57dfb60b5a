-- Questions that are asked before a tenant is known, and search. Each is SECURITY DEFINER with a pinned search_path, so
-- the program's role needs no right on what they look into, and answers only the one row that a secret or a key leads to.
-- src/db/repositories/gateway.ts and articles-search.ts are the only callers.

-- Who is behind a session: one indexed look-up. A suspended or removed member has no session from that moment on.
create function app.resolve_session(p_id text)
returns table (id text, user_id uuid, tenant_id uuid, expires_at timestamptz, absolute_expires_at timestamptz,
               user_name text, user_email text, user_avatar_url text, tenant_slug text, tenant_name text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.user_id, s.active_tenant_id, s.expires_at, s.absolute_expires_at,
         u.name, u.email, u.avatar_url, t.slug, t.name, m.role
  from public.sessions s
  join public.users u on u.id = s.user_id
  join public.members m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id and m.status = 'active'
  join public.tenants t on t.id = s.active_tenant_id
  where s.id = p_id and s.expires_at > now() and s.absolute_expires_at > now()
$$;
--> statement-breakpoint
create function app.session_insert(p_id text, p_user_id uuid, p_tenant_id uuid, p_expires_at timestamptz,
                                   p_absolute_expires_at timestamptz, p_address text, p_user_agent text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.sessions (id, user_id, active_tenant_id, expires_at, absolute_expires_at, address, user_agent)
  select p_id, m.user_id, m.tenant_id, least(p_expires_at, p_absolute_expires_at), p_absolute_expires_at, p_address, p_user_agent
  from public.members m
  where m.tenant_id = p_tenant_id and m.user_id = p_user_id and m.status = 'active'
$$;
--> statement-breakpoint
create function app.session_extend(p_id text, p_expires_at timestamptz)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set expires_at = least(p_expires_at, absolute_expires_at) where id = p_id
$$;
--> statement-breakpoint
create function app.session_delete(p_id text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.sessions where id = p_id
$$;
--> statement-breakpoint
create function app.session_delete_of_user(p_user_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.sessions where user_id = p_user_id
$$;
--> statement-breakpoint
create function app.session_list_of_user(p_user_id uuid)
returns table (id text, user_id uuid, tenant_id uuid, expires_at timestamptz, absolute_expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.user_id, s.active_tenant_id, s.expires_at, s.absolute_expires_at
  from public.sessions s where s.user_id = p_user_id and s.expires_at > now() order by s.created_at
$$;
--> statement-breakpoint
create function app.session_delete_expired()
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from public.sessions where expires_at <= now() or absolute_expires_at <= now() returning 1)
  select count(*) from gone
$$;
--> statement-breakpoint
-- Who is behind an API key. Expired and revoked keys lead to nobody; so do keys whose maker no longer is an active member.
create function app.resolve_api_key(p_hash text)
returns table (id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.tenant_id, k.kind, k.role, k.name, k.created_by, t.slug, t.name
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.user_id = k.created_by and m.status = 'active'
  where k.hash = p_hash
    and (k.revoked_at is null or k.revoked_at > now())
    and (k.expires_at is null or k.expires_at > now())
$$;
--> statement-breakpoint
-- Notes that a key was used, at most once a minute, so that a busy key doesn't write on every request.
create function app.touch_api_key(p_tenant_id uuid, p_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.api_keys set last_used_at = now()
  where tenant_id = p_tenant_id and id = p_id and (last_used_at is null or last_used_at < now() - interval '1 minute')
$$;
--> statement-breakpoint
create function app.find_credentials(p_email_normalised text)
returns table (user_id uuid, password_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.password_hash from public.users u where u.email_normalised = p_email_normalised
$$;
--> statement-breakpoint
create function app.list_memberships(p_user_id uuid)
returns table (tenant_id uuid, tenant_slug text, tenant_name text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.slug, t.name, m.role
  from public.members m join public.tenants t on t.id = m.tenant_id
  where m.user_id = p_user_id and m.status = 'active'
  order by t.name, t.id
$$;
--> statement-breakpoint
-- The tenant behind a public address such as /p/acme.
create function app.resolve_site(p_slug text)
returns table (tenant_id uuid, tenant_slug text, tenant_name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.slug, t.name from public.tenants t where t.slug = p_slug
$$;
--> statement-breakpoint
-- Full-text search of the current tenant. Under row security `@@` can't use its index, since it is not leakproof; here
-- the tenant is read from the transaction's setting itself, never from an argument, so no caller can ask for another's.
-- Ranks the first 1,000 matches; `total` is therefore at most 1,000.
create function app.search_articles(p_query text, p_status text, p_author_id uuid, p_tag text, p_updated_after timestamptz,
                                    p_limit integer, p_offset integer)
returns table (id uuid, total bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  v_tenant_id uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  v_query tsquery := websearch_to_tsquery('english', p_query);
  v_public boolean := coalesce(current_setting('app.audience', true), '') = 'public';
begin
  return query
    with matches as materialized (
      select a.id, ts_rank(a.search, v_query) as rank
      from public.articles a
      where a.tenant_id = v_tenant_id and a.search @@ v_query
        and (not v_public or a.status = 'published')
        and (p_status is null or a.status = p_status)
        and (p_author_id is null or a.author_id = p_author_id)
        and (p_updated_after is null or a.updated_at > p_updated_after)
        and (p_tag is null or exists (
          select from public.article_tags x join public.tags g on g.tenant_id = x.tenant_id and g.id = x.tag_id
          where x.tenant_id = v_tenant_id and x.article_id = a.id and g.slug = p_tag))
      limit 1000)
    select m.id, (select count(*) from matches) from matches m
    order by m.rank desc, m.id desc limit p_limit offset p_offset;
end $$;
--> statement-breakpoint
revoke execute on all functions in schema app from public;
--> statement-breakpoint
grant execute on all functions in schema app to masthead_app;
--> statement-breakpoint
alter default privileges in schema app revoke execute on functions from public;
