-- Housekeeping works in small batches, so that no statement takes long and nothing is held for long. app.session_delete_expired()
-- and app.account_sweep(), which do all at once, stay for versions that call them.

CREATE INDEX "invitations_expires_at_idx" ON "invitations" USING btree ("expires_at");

create function app.session_delete_expired(p_limit integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  -- No session has more time left than until its absolute end.
  with gone as (
    delete from public.sessions where id in (
      select s.id from public.sessions s where s.expires_at <= now() order by s.expires_at limit p_limit)
    returning 1)
  select count(*) from gone
$$;

create function app.mail_delete_expired(p_limit integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from public.mails where id in (select m.id from public.mails m where m.expires_at <= now() limit p_limit) returning 1)
  select count(*) from gone
$$;
create function app.token_delete_expired(p_limit integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from public.account_tokens where id in (
      select k.id from public.account_tokens k where k.expires_at <= now() - interval '1 day' order by k.expires_at limit p_limit)
    returning 1)
  select count(*) from gone
$$;

-- Invitations whose link ended before that moment, whatever became of them. What happened is in the log.
create function app.invitation_delete_old(p_before timestamptz, p_limit integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with old as (
    select i.tenant_id, i.id from public.invitations i where i.expires_at < p_before order by i.expires_at limit p_limit
    for update skip locked),
  gone as (delete from public.invitations i using old where i.tenant_id = old.tenant_id and i.id = old.id returning 1)
  select count(*) from gone
$$;

revoke execute on function
  app.session_delete_expired(integer), app.mail_delete_expired, app.token_delete_expired, app.invitation_delete_old
from public;
grant execute on function
  app.session_delete_expired(integer), app.mail_delete_expired, app.token_delete_expired, app.invitation_delete_old
to masthead_app;
