-- An invitation is worth what its maker may give at the moment of use: only an active admin may let people in.
create or replace function app.resolve_invitation(p_token_hash text)
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
--> statement-breakpoint
-- Those whose maker had gone before this rule.
update invitations i set cancelled_at = now()
where i.accepted_at is null and i.cancelled_at is null and not exists (
  select from members m where m.tenant_id = i.tenant_id and m.user_id = i.invited_by and m.status = 'active' and m.role = 'admin');
--> statement-breakpoint
-- Whoever sends an invitation again vouches for it; whoever takes a key over answers for it.
grant update (invited_by) on invitations to masthead_app;
--> statement-breakpoint
grant update (created_by) on api_keys to masthead_app;
--> statement-breakpoint
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
--> statement-breakpoint
create index invitations_open_to_idx on invitations (email_normalised) where accepted_at is null and cancelled_at is null;
--> statement-breakpoint

-- What happens to an account stays in the audit log of each organisation that the account opens, but where from is told
-- only where it was done: in the organisation of the session, or (null) in none.
drop function app.account_note(uuid, uuid, text, text, text);
--> statement-breakpoint
create function app.account_note(p_user_id uuid, p_id uuid, p_type text, p_request_id text, p_address text, p_tenant_id uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name,
                             request_id, address, payload)
  select m.tenant_id, p_id, p_type, 'account', m.user_id, 'member', m.user_id, m.name, p_request_id,
         case when m.tenant_id = p_tenant_id then p_address end, jsonb_build_object('name', m.name)
  from public.members m
  where m.user_id = p_user_id and m.status = 'active' and p_type like 'account.%'
$$;
--> statement-breakpoint
revoke execute on function app.list_invitations_to(text), app.account_note(uuid, uuid, text, text, text, uuid) from public;
--> statement-breakpoint
grant execute on function app.list_invitations_to(text), app.account_note(uuid, uuid, text, text, text, uuid) to masthead_app;
