-- What happens to an account goes into the audit log of each organisation that the account opens: one function writes it,
-- in the statement or the transaction of the change itself.
--
-- The owner may insert such events for any tenant; it reads and changes none, and writes no others.
create policy account_notes on events for insert to current_user with check (subject_type = 'account');
--> statement-breakpoint
-- One event in each organisation where the user is a member now. The id may be the same in all of them: it is unique
-- within a tenant. Nothing of what was typed goes along, only that it happened, and from where.
create function app.account_note(p_user_id uuid, p_id uuid, p_type text, p_request_id text, p_address text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name,
                             request_id, address, payload)
  select m.tenant_id, p_id, p_type, 'account', m.user_id, 'member', m.user_id, m.name, p_request_id, p_address,
         jsonb_build_object('name', m.name)
  from public.members m
  where m.user_id = p_user_id and m.status = 'active' and p_type like 'account.%'
$$;
--> statement-breakpoint
revoke execute on function app.account_note(uuid, uuid, text, text, text) from public;
--> statement-breakpoint
grant execute on function app.account_note(uuid, uuid, text, text, text) to masthead_app;
