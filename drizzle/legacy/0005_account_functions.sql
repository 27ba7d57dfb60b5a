-- Accounts: who may reach the new tables, and the functions that answer before a tenant is known.
--
-- `invitations` belongs to a tenant and is guarded like every other tenant table. `mails`, `account_tokens`, `two_factor`
-- and `recovery_codes` belong to people, who may be in several tenants or in none yet. The program has no right on them at
-- all: each step that it may take with them is one function below, which leads from a secret to the one row it is for.

do $$ declare closed_table text; begin
  foreach closed_table in array array['mails', 'account_tokens', 'two_factor', 'recovery_codes', 'invitations'] loop
    execute format('alter table %I enable row level security', closed_table);
    execute format('alter table %I force row level security', closed_table);
    execute format('create policy owner_access on %I to current_user using (true) with check (true)', closed_table);
  end loop;
end $$;
--> statement-breakpoint
create policy tenant_isolation on invitations
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
--> statement-breakpoint
grant select, insert on invitations to masthead_app;
--> statement-breakpoint
grant update (token_hash, expires_at, accepted_at, cancelled_at) on invitations to masthead_app;
--> statement-breakpoint
grant select (email_verified_at) on users to masthead_app;
--> statement-breakpoint

-- Sessions: also whether the address is verified, and when the session was last seen.
drop function app.resolve_session(text);
--> statement-breakpoint
create function app.resolve_session(p_id text)
returns table (id text, user_id uuid, tenant_id uuid, expires_at timestamptz, absolute_expires_at timestamptz,
               last_seen_at timestamptz, user_name text, user_email text, user_avatar_url text, email_verified boolean,
               tenant_slug text, tenant_name text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.user_id, s.active_tenant_id, s.expires_at, s.absolute_expires_at, s.last_seen_at,
         u.name, u.email, u.avatar_url, u.email_verified_at is not null, t.slug, t.name, m.role
  from public.sessions s
  join public.users u on u.id = s.user_id
  join public.members m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id and m.status = 'active'
  join public.tenants t on t.id = s.active_tenant_id
  where s.id = p_id and s.expires_at > now() and s.absolute_expires_at > now()
$$;
--> statement-breakpoint
create function app.session_touch(p_id text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions set last_seen_at = now() where id = p_id and last_seen_at < now() - interval '5 minutes'
$$;
--> statement-breakpoint
create function app.session_list_own(p_user_id uuid)
returns table (id text, tenant_name text, address text, user_agent text, created_at timestamptz, last_seen_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, t.name, s.address, s.user_agent, s.created_at, s.last_seen_at
  from public.sessions s join public.tenants t on t.id = s.active_tenant_id
  join public.members m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id and m.status = 'active'
  where s.user_id = p_user_id and s.expires_at > now() and s.absolute_expires_at > now()
  order by s.last_seen_at desc, s.created_at desc limit 200
$$;
--> statement-breakpoint
create function app.session_delete_own(p_user_id uuid, p_id text)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from public.sessions where id = p_id and user_id = p_user_id returning 1)
  select exists (select from gone)
$$;
--> statement-breakpoint
create function app.session_delete_others(p_user_id uuid, p_keep_id text)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from public.sessions where user_id = p_user_id and id <> p_keep_id returning 1)
  select count(*) from gone
$$;
--> statement-breakpoint
-- A member's sessions in the current tenant, which is read from the transaction's setting and can't be asked for.
create function app.session_delete_of_member(p_user_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.sessions
  where user_id = p_user_id and active_tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
$$;
--> statement-breakpoint

-- A key can do no more than the member who made it can do now: whoever loses a role loses it in their keys as well.
create or replace function app.resolve_api_key(p_hash text)
returns table (id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.tenant_id, k.kind,
    case when array_position(array['viewer', 'author', 'editor', 'admin'], m.role)
            < array_position(array['viewer', 'author', 'editor', 'admin'], k.role) then m.role else k.role end,
    k.name, k.created_by, t.slug, t.name
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.user_id = k.created_by and m.status = 'active'
  where k.hash = p_hash
    and (k.revoked_at is null or k.revoked_at > now())
    and (k.expires_at is null or k.expires_at > now())
$$;
--> statement-breakpoint

-- The outbox. Whoever inserts a mail delivers it at once; the others leave it alone for a minute.
create function app.mail_insert(p_id uuid, p_payload text, p_expires_at timestamptz)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.mails (id, payload, next_attempt_at, expires_at)
  values (p_id, p_payload, now() + interval '1 minute', p_expires_at)
$$;
--> statement-breakpoint
-- Takes a mail up for one attempt: until the next one is due (1, 2, 4 … 60 minutes later) nobody else does.
create function app.mail_claim(p_id uuid)
returns table (id uuid, payload text, attempts integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.mails m set attempts = m.attempts + 1,
    next_attempt_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(m.attempts, 10)))
  where m.id = p_id and m.expires_at > now()
  returning m.id, m.payload, m.attempts
$$;
--> statement-breakpoint
create function app.mail_claim_due(p_limit integer)
returns table (id uuid, payload text, attempts integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with due as (
    select d.id from public.mails d where d.next_attempt_at <= now() and d.expires_at > now()
    order by d.next_attempt_at limit p_limit for update skip locked)
  update public.mails m set attempts = m.attempts + 1,
    next_attempt_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(m.attempts, 10)))
  from due where m.id = due.id
  returning m.id, m.payload, m.attempts
$$;
--> statement-breakpoint
create function app.mail_delete(p_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.mails where id = p_id
$$;
--> statement-breakpoint
-- Mails and tokens whose time is over. Returns how many mails were never delivered.
create function app.account_sweep()
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with lost as (delete from public.mails where expires_at <= now() returning 1),
       old as (delete from public.account_tokens where expires_at <= now() - interval '1 day' returning 1)
  select count(*) from lost
$$;
--> statement-breakpoint

-- Tokens. Each is found by its hash and its purpose together, so that one of another purpose is as good as none.
create function app.token_insert(p_id text, p_purpose text, p_user_id uuid, p_email text, p_email_normalised text,
                                 p_payload text, p_expires_at timestamptz)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.account_tokens (id, purpose, user_id, email, email_normalised, payload, expires_at)
  values (p_id, p_purpose, p_user_id, p_email, p_email_normalised, p_payload, p_expires_at)
$$;
--> statement-breakpoint
create function app.token_peek(p_id text, p_purpose text)
returns table (user_id uuid, email text, email_normalised text, payload text, user_name text, user_email text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.user_id, k.email, k.email_normalised, k.payload, u.name, u.email
  from public.account_tokens k left join public.users u on u.id = k.user_id
  where k.id = p_id and k.purpose = p_purpose and k.used_at is null and k.expires_at > now()
$$;
--> statement-breakpoint
-- Uses a token up: of several at once, one gets the row. What it carried is forgotten.
create function app.token_consume(p_id text, p_purpose text)
returns table (user_id uuid, email text, email_normalised text)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_tokens k set used_at = now(), payload = null
  where k.id = p_id and k.purpose = p_purpose and k.used_at is null and k.expires_at > now()
  returning k.user_id, k.email, k.email_normalised
$$;
--> statement-breakpoint
-- Makes a user's open tokens worthless; those of one purpose, or (null) all.
create function app.token_revoke(p_user_id uuid, p_purpose text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_tokens set used_at = now(), payload = null
  where user_id = p_user_id and used_at is null and (p_purpose is null or purpose = p_purpose)
$$;
--> statement-breakpoint
-- Verifies the address that the link went to, if it still is the user's.
create function app.verify_email(p_token text)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_token record; begin
  select * into v_token from app.token_consume(p_token, 'verify_email');
  if not found then return false; end if;
  update public.users set email_verified_at = coalesce(email_verified_at, now())
  where id = v_token.user_id and email_normalised = v_token.email_normalised;
  return found;
end $$;
--> statement-breakpoint
-- Gives the user the address that the link went to. Links that went to the old one are worthless from then on.
create function app.change_email(p_token text)
returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_token record; begin
  select * into v_token from app.token_consume(p_token, 'change_email');
  if not found then return null; end if;
  update public.users set email = v_token.email, email_normalised = v_token.email_normalised,
    email_verified_at = now(), updated_at = now()
  where id = v_token.user_id;
  perform app.token_revoke(v_token.user_id, null);
  return v_token.user_id;
end $$;
--> statement-breakpoint
-- A new password by a link: all sessions, links and challenges of the user end. The link came by mail, so it also
-- verifies the address.
create function app.reset_password(p_token text, p_password_hash text, p_mail_id uuid, p_mail_payload text,
                                   p_mail_expires_at timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_token record; begin
  select * into v_token from app.token_consume(p_token, 'reset_password');
  if not found then return false; end if;
  update public.users set password_hash = p_password_hash, updated_at = now(),
    email_verified_at = case when email_normalised = v_token.email_normalised then coalesce(email_verified_at, now())
                             else email_verified_at end
  where id = v_token.user_id;
  delete from public.sessions where user_id = v_token.user_id;
  perform app.token_revoke(v_token.user_id, null);
  perform app.mail_insert(p_mail_id, p_mail_payload, p_mail_expires_at);
  return true;
end $$;
--> statement-breakpoint

-- Signing in: also where to write to, and whether a second factor is asked for.
drop function app.find_credentials(text);
--> statement-breakpoint
create function app.find_credentials(p_email_normalised text)
returns table (user_id uuid, password_hash text, name text, email text, email_normalised text, has_two_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.password_hash, u.name, u.email, u.email_normalised, f.confirmed_at is not null
  from public.users u left join public.two_factor f on f.user_id = u.id
  where u.email_normalised = p_email_normalised
$$;
--> statement-breakpoint
create function app.credentials_of(p_user_id uuid)
returns table (user_id uuid, password_hash text, name text, email text, email_normalised text, has_two_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.* from public.users u cross join lateral app.find_credentials(u.email_normalised) c where u.id = p_user_id
$$;
--> statement-breakpoint

-- The second factor.
create function app.two_factor_get(p_user_id uuid)
returns table (secret text, confirmed_at timestamptz, last_step bigint, recovery_left bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.secret, f.confirmed_at, f.last_step,
    (select count(*) from public.recovery_codes r where r.user_id = f.user_id)
  from public.two_factor f where f.user_id = p_user_id
$$;
--> statement-breakpoint
-- Begins a set-up, or begins it anew. A factor that is in force stays as it is.
create function app.two_factor_start(p_user_id uuid, p_secret text)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with made as (
    insert into public.two_factor as f (user_id, secret) values (p_user_id, p_secret)
    on conflict (user_id) do update set secret = excluded.secret, created_at = now() where f.confirmed_at is null
    returning 1)
  select exists (select from made)
$$;
--> statement-breakpoint
create function app.two_factor_renew_codes(p_user_id uuid, p_hashes text[])
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.recovery_codes where user_id = p_user_id;
  insert into public.recovery_codes (user_id, hash)
  select f.user_id, h from public.two_factor f, unnest(p_hashes) h where f.user_id = p_user_id and f.confirmed_at is not null;
end $$;
--> statement-breakpoint
create function app.two_factor_confirm(p_user_id uuid, p_secret text, p_step bigint, p_hashes text[])
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.two_factor set confirmed_at = now(), last_step = p_step
  where user_id = p_user_id and secret = p_secret and confirmed_at is null;
  if not found then return false; end if;
  perform app.two_factor_renew_codes(p_user_id, p_hashes);
  return true;
end $$;
--> statement-breakpoint
-- Uses a time step up: of several at once, one gets true, and no earlier step counts any more.
create function app.two_factor_use_step(p_user_id uuid, p_step bigint)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with used as (
    update public.two_factor set last_step = p_step
    where user_id = p_user_id and confirmed_at is not null and (last_step is null or last_step < p_step) returning 1)
  select exists (select from used)
$$;
--> statement-breakpoint
create function app.two_factor_use_code(p_user_id uuid, p_hash text)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with used as (delete from public.recovery_codes where user_id = p_user_id and hash = p_hash returning 1)
  select exists (select from used)
$$;
--> statement-breakpoint
create function app.two_factor_remove(p_user_id uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.recovery_codes where user_id = p_user_id;
  delete from public.two_factor where user_id = p_user_id;
end $$;
--> statement-breakpoint

-- What is behind an invitation's link, and whether there is an account of its address already.
create function app.resolve_invitation(p_token_hash text)
returns table (id uuid, tenant_id uuid, tenant_slug text, tenant_name text, email text, email_normalised text, role text,
               invited_by_name text, user_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.id, i.tenant_id, t.slug, t.name, i.email, i.email_normalised, i.role, m.name, u.id
  from public.invitations i
  join public.tenants t on t.id = i.tenant_id
  join public.members m on m.tenant_id = i.tenant_id and m.user_id = i.invited_by
  left join public.users u on u.email_normalised = i.email_normalised
  where i.token_hash = p_token_hash and i.accepted_at is null and i.cancelled_at is null and i.expires_at > now()
$$;
--> statement-breakpoint
revoke execute on all functions in schema app from public;
--> statement-breakpoint
grant execute on function
  app.resolve_session(text), app.session_touch(text), app.session_list_own(uuid), app.session_delete_own(uuid, text),
  app.session_delete_others(uuid, text), app.session_delete_of_member(uuid),
  app.mail_insert(uuid, text, timestamptz), app.mail_claim(uuid), app.mail_claim_due(integer), app.mail_delete(uuid),
  app.account_sweep(), app.token_insert(text, text, uuid, text, text, text, timestamptz), app.token_peek(text, text),
  app.token_consume(text, text), app.token_revoke(uuid, text), app.verify_email(text), app.change_email(text),
  app.reset_password(text, text, uuid, text, timestamptz), app.find_credentials(text), app.credentials_of(uuid),
  app.two_factor_get(uuid), app.two_factor_start(uuid, text), app.two_factor_renew_codes(uuid, text[]),
  app.two_factor_confirm(uuid, text, bigint, text[]), app.two_factor_use_step(uuid, bigint),
  app.two_factor_use_code(uuid, text), app.two_factor_remove(uuid), app.resolve_invitation(text)
to masthead_app;
