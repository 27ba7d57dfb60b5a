-- Questions that are asked before a tenant is known. Each is SECURITY DEFINER with a pinned search_path, so the program's role
-- needs no right on what they look into, and answers only the one row that a secret or a key leads to.
-- src/db/repositories/gateway*.ts are the only callers.

-- Who is behind a session: one indexed look-up. A suspended or removed member has no session from that moment on.
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

create function app.session_insert(p_id text, p_user_id uuid, p_tenant_id uuid, p_expires_at timestamptz,
                                   p_absolute_expires_at timestamptz, p_address text, p_user_agent text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.sessions (id, user_id, active_tenant_id, expires_at, absolute_expires_at, address, user_agent)
  select p_id, m.user_id, m.tenant_id, least(p_expires_at, p_absolute_expires_at), p_absolute_expires_at, p_address, p_user_agent
  from public.members m
  where m.tenant_id = p_tenant_id and m.user_id = p_user_id and m.status = 'active'
$$;

create function app.session_extend(p_id text, p_expires_at timestamptz)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set expires_at = least(p_expires_at, absolute_expires_at) where id = p_id
$$;

create function app.session_touch(p_id text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set last_seen_at = now() where id = p_id and last_seen_at < now() - interval '5 minutes'
$$;

create function app.session_list_of_user(p_user_id uuid)
returns table (id text, user_id uuid, tenant_id uuid, expires_at timestamptz, absolute_expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.user_id, s.active_tenant_id, s.expires_at, s.absolute_expires_at
  from public.sessions s where s.user_id = p_user_id and s.expires_at > now() order by s.created_at
$$;

create function app.session_list_own(p_user_id uuid)
returns table (id text, tenant_name text, address text, user_agent text, created_at timestamptz, last_seen_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, t.name, s.address, s.user_agent, s.created_at, s.last_seen_at
  from public.sessions s join public.tenants t on t.id = s.active_tenant_id
  join public.members m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id and m.status = 'active'
  where s.user_id = p_user_id and s.expires_at > now() and s.absolute_expires_at > now()
  order by s.last_seen_at desc, s.created_at desc limit 200
$$;

create function app.session_delete(p_id text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.sessions where id = p_id
$$;

create function app.session_delete_own(p_user_id uuid, p_id text)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from public.sessions where id = p_id and user_id = p_user_id returning 1)
  select exists (select from gone)
$$;

create function app.session_delete_others(p_user_id uuid, p_keep_id text)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from public.sessions where user_id = p_user_id and id <> p_keep_id returning 1)
  select count(*) from gone
$$;

create function app.session_delete_of_user(p_user_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.sessions where user_id = p_user_id
$$;

-- A member's sessions in the current tenant, which is read from the transaction's setting and can't be asked for.
create function app.session_delete_of_member(p_user_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.sessions
  where user_id = p_user_id and active_tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
$$;

create function app.session_delete_expired()
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from public.sessions where expires_at <= now() or absolute_expires_at <= now() returning 1)
  select count(*) from gone
$$;

-- Signing in: also where to write to, and whether a second factor is asked for.
create function app.find_credentials(p_email_normalised text)
returns table (user_id uuid, password_hash text, name text, email text, email_normalised text, has_two_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.password_hash, u.name, u.email, u.email_normalised, f.confirmed_at is not null
  from public.users u left join public.two_factor f on f.user_id = u.id
  where u.email_normalised = p_email_normalised
$$;

create function app.credentials_of(p_user_id uuid)
returns table (user_id uuid, password_hash text, name text, email text, email_normalised text, has_two_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.* from public.users u cross join lateral app.find_credentials(u.email_normalised) c where u.id = p_user_id
$$;

create function app.list_memberships(p_user_id uuid)
returns table (tenant_id uuid, tenant_slug text, tenant_name text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.slug, t.name, m.role
  from public.members m join public.tenants t on t.id = m.tenant_id
  where m.user_id = p_user_id and m.status = 'active'
  order by t.name, t.id
$$;

-- Who is behind an API key. Expired and revoked keys lead to nobody; so do keys whose maker no longer is an active member.
-- A key can do no more than the member who made it can do now.
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

-- The same, and enters the key's tenant for the rest of the transaction. A key that stands for nobody enters nothing: then
-- no row of any tenant is there. It asks the tables itself, since each function with settings of its own costs, and can make
-- the transaction read-only, which would else be a statement more for each read.
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

-- Notes that a key was used, at most once a minute, so that a busy key doesn't write on every request.
create function app.touch_api_key(p_tenant_id uuid, p_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.api_keys set last_used_at = now()
  where tenant_id = p_tenant_id and id = p_id and (last_used_at is null or last_used_at < now() - interval '1 minute')
$$;

-- The tenant behind a public address such as /p/acme. A former slug leads to whoever gave it up last, if nobody has it now.
create function app.resolve_site(p_slug text)
returns table (tenant_id uuid, tenant_slug text, tenant_name text, language text, time_zone text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.slug, t.name, t.language, t.time_zone
  from public.tenants t
  where t.id = coalesce(
    (select c.id from public.tenants c where c.slug = p_slug),
    (select f.tenant_id from public.former_tenant_slugs f where f.slug = p_slug order by f.given_up_at desc limit 1))
$$;

-- Whether an organisation can take a slug: nobody has it, and nobody else gave it up in the last 90 days.
create function app.is_tenant_slug_free(p_slug text, p_tenant_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (select from public.tenants t where t.slug = p_slug and t.id is distinct from p_tenant_id)
    and not exists (select from public.former_tenant_slugs f where f.slug = p_slug
      and f.tenant_id is distinct from p_tenant_id and f.given_up_at > now() - interval '90 days')
$$;

-- An invitation is worth what its maker may give at the moment of use: only an active admin may let people in.
create function app.resolve_invitation(p_token_hash text)
returns table (id uuid, tenant_id uuid, tenant_slug text, tenant_name text, email text, email_normalised text, role text,
               invited_by_name text, user_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.id, i.tenant_id, t.slug, t.name, i.email, i.email_normalised, i.role, m.name, u.id
  from public.invitations i
  join public.tenants t on t.id = i.tenant_id
  join public.members m on m.tenant_id = i.tenant_id and m.user_id = i.invited_by
    and m.status = 'active' and m.role = 'admin'
  left join public.users u on u.email_normalised = i.email_normalised
  where i.token_hash = p_token_hash and i.accepted_at is null and i.cancelled_at is null and i.expires_at > now()
$$;

-- The open invitations of an address, for a person who has shown that it is theirs and is a member nowhere.
create function app.list_invitations_to(p_email_normalised text)
returns table (id uuid, tenant_id uuid, tenant_slug text, tenant_name text, email text, email_normalised text, role text,
               invited_by_name text, user_id uuid, token_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.*, i.token_hash
  from public.invitations i cross join lateral app.resolve_invitation(i.token_hash) r
  where i.email_normalised = p_email_normalised and i.accepted_at is null and i.cancelled_at is null and i.expires_at > now()
  order by i.created_at desc limit 20
$$;

revoke execute on function
  app.resolve_session, app.session_insert, app.session_extend, app.session_touch, app.session_list_of_user,
  app.session_list_own, app.session_delete, app.session_delete_own, app.session_delete_others,
  app.session_delete_of_user, app.session_delete_of_member, app.session_delete_expired, app.find_credentials,
  app.credentials_of, app.list_memberships, app.resolve_api_key, app.enter_by_api_key, app.touch_api_key,
  app.resolve_site, app.is_tenant_slug_free, app.resolve_invitation, app.list_invitations_to
from public;
grant execute on function
  app.resolve_session, app.session_insert, app.session_extend, app.session_touch, app.session_list_of_user,
  app.session_list_own, app.session_delete, app.session_delete_own, app.session_delete_others,
  app.session_delete_of_user, app.session_delete_of_member, app.session_delete_expired, app.find_credentials,
  app.credentials_of, app.list_memberships, app.resolve_api_key, app.enter_by_api_key, app.touch_api_key,
  app.resolve_site, app.is_tenant_slug_free, app.resolve_invitation, app.list_invitations_to
to masthead_app;
