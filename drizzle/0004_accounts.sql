-- Mails, links and second factors belong to people, who may be in several tenants or in none yet. The program has no right on
-- these tables at all: each step that it may take with them is one function, which leads from a secret to the one row it is for.

-- The outbox. Whoever inserts a mail delivers it at once; the others leave it alone for a minute.
create function app.mail_insert(p_id uuid, p_payload text, p_expires_at timestamptz)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.mails (id, payload, next_attempt_at, expires_at)
  values (p_id, p_payload, now() + interval '1 minute', p_expires_at)
$$;

-- Takes a mail up for one attempt: until the next one is due (1, 2, 4 … 60 minutes later) nobody else does.
create function app.mail_claim(p_id uuid)
returns table (id uuid, payload text, attempts integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.mails m set attempts = m.attempts + 1,
    next_attempt_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(m.attempts, 10)))
  where m.id = p_id and m.expires_at > now()
  returning m.id, m.payload, m.attempts
$$;

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

create function app.mail_delete(p_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.mails where id = p_id
$$;

-- Mails and tokens whose time is over. Returns how many mails were never delivered.
create function app.account_sweep()
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with lost as (delete from public.mails where expires_at <= now() returning 1),
       old as (delete from public.account_tokens where expires_at <= now() - interval '1 day' returning 1)
  select count(*) from lost
$$;

-- Tokens. Each is found by its hash and its purpose together, so that one of another purpose is as good as none.
create function app.token_insert(p_id text, p_purpose text, p_user_id uuid, p_email text, p_email_normalised text,
                                 p_payload text, p_expires_at timestamptz)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.account_tokens (id, purpose, user_id, email, email_normalised, payload, expires_at)
  values (p_id, p_purpose, p_user_id, p_email, p_email_normalised, p_payload, p_expires_at)
$$;

create function app.token_peek(p_id text, p_purpose text)
returns table (user_id uuid, email text, email_normalised text, payload text, user_name text, user_email text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.user_id, k.email, k.email_normalised, k.payload, u.name, u.email
  from public.account_tokens k left join public.users u on u.id = k.user_id
  where k.id = p_id and k.purpose = p_purpose and k.used_at is null and k.expires_at > now()
$$;

-- Uses a token up: of several at once, one gets the row. What it carried is forgotten.
create function app.token_consume(p_id text, p_purpose text)
returns table (user_id uuid, email text, email_normalised text)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_tokens k set used_at = now(), payload = null
  where k.id = p_id and k.purpose = p_purpose and k.used_at is null and k.expires_at > now()
  returning k.user_id, k.email, k.email_normalised
$$;

-- Makes a user's open tokens worthless; those of one purpose, or (null) all.
create function app.token_revoke(p_user_id uuid, p_purpose text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_tokens set used_at = now(), payload = null
  where user_id = p_user_id and used_at is null and (p_purpose is null or purpose = p_purpose)
$$;

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

-- The second factor.
create function app.two_factor_get(p_user_id uuid)
returns table (secret text, confirmed_at timestamptz, last_step bigint, recovery_left bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.secret, f.confirmed_at, f.last_step,
    (select count(*) from public.recovery_codes r where r.user_id = f.user_id)
  from public.two_factor f where f.user_id = p_user_id
$$;

-- Begins a set-up, or begins it anew. A factor that is in force stays as it is.
create function app.two_factor_start(p_user_id uuid, p_secret text)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with made as (
    insert into public.two_factor as f (user_id, secret) values (p_user_id, p_secret)
    on conflict (user_id) do update set secret = excluded.secret, created_at = now() where f.confirmed_at is null
    returning 1)
  select exists (select from made)
$$;

create function app.two_factor_renew_codes(p_user_id uuid, p_hashes text[])
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.recovery_codes where user_id = p_user_id;
  insert into public.recovery_codes (user_id, hash)
  select f.user_id, h from public.two_factor f, unnest(p_hashes) h where f.user_id = p_user_id and f.confirmed_at is not null;
end $$;

create function app.two_factor_confirm(p_user_id uuid, p_secret text, p_step bigint, p_hashes text[])
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.two_factor set confirmed_at = now(), last_step = p_step
  where user_id = p_user_id and secret = p_secret and confirmed_at is null;
  if not found then return false; end if;
  perform app.two_factor_renew_codes(p_user_id, p_hashes);
  return true;
end $$;

-- Uses a time step up: of several at once, one gets true, and no earlier step counts any more.
create function app.two_factor_use_step(p_user_id uuid, p_step bigint)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with used as (
    update public.two_factor set last_step = p_step
    where user_id = p_user_id and confirmed_at is not null and (last_step is null or last_step < p_step) returning 1)
  select exists (select from used)
$$;

create function app.two_factor_use_code(p_user_id uuid, p_hash text)
returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with used as (delete from public.recovery_codes where user_id = p_user_id and hash = p_hash returning 1)
  select exists (select from used)
$$;

create function app.two_factor_remove(p_user_id uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.recovery_codes where user_id = p_user_id;
  delete from public.two_factor where user_id = p_user_id;
end $$;

-- One event in each organisation where the user is a member now: what happened to an account is in the log of each
-- organisation that the account opens. Where from is told only where it was done: in the organisation of the session, or
-- (null) in none. The id may be the same in all of them: it is unique within a tenant.
create function app.account_note(p_user_id uuid, p_id uuid, p_type text, p_request_id text, p_address text, p_tenant_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name,
                             request_id, address, payload)
  select m.tenant_id, p_id, p_type, 'account', m.user_id, 'member', m.user_id, m.name, p_request_id,
         case when m.tenant_id = p_tenant_id then p_address end, jsonb_build_object('name', m.name)
  from public.members m
  where m.user_id = p_user_id and m.status = 'active' and p_type like 'account.%'
$$;

revoke execute on function
  app.mail_insert, app.mail_claim, app.mail_claim_due, app.mail_delete, app.account_sweep, app.token_insert,
  app.token_peek, app.token_consume, app.token_revoke, app.verify_email, app.change_email, app.reset_password,
  app.two_factor_get, app.two_factor_start, app.two_factor_renew_codes, app.two_factor_confirm,
  app.two_factor_use_step, app.two_factor_use_code, app.two_factor_remove, app.account_note
from public;
grant execute on function
  app.mail_insert, app.mail_claim, app.mail_claim_due, app.mail_delete, app.account_sweep, app.token_insert,
  app.token_peek, app.token_consume, app.token_revoke, app.verify_email, app.change_email, app.reset_password,
  app.two_factor_get, app.two_factor_start, app.two_factor_renew_codes, app.two_factor_confirm,
  app.two_factor_use_step, app.two_factor_use_code, app.two_factor_remove, app.account_note
to masthead_app;
