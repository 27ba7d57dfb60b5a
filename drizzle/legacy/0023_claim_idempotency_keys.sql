-- Makes an Idempotency-Key this transaction's own until its end. Fails if another transaction has it right now, or if an
-- answer was given for it already: so what is sent along behind the claim is skipped then, and nobody has to wait for the
-- claim before sending it. Volatile, so that the look-up sees what was committed while the lock was taken.
create function app.claim_idempotency_key(p_tenant_id uuid, p_actor_id uuid, p_key text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  v_expires_at timestamptz;
begin
  if not pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', p_tenant_id, p_actor_id, p_key), 0)) then
    raise exception 'the idempotency key is in use' using errcode = 'MH001';
  end if;
  select expires_at into v_expires_at from public.idempotency_keys
  where tenant_id = p_tenant_id and actor_id = p_actor_id and key = p_key;
  if not found then return; end if;
  if v_expires_at > now() then
    raise exception 'the idempotency key has its answer' using errcode = 'MH002';
  end if;
  delete from public.idempotency_keys where tenant_id = p_tenant_id and actor_id = p_actor_id and key = p_key;
end $$;
--> statement-breakpoint
revoke execute on function app.claim_idempotency_key(uuid, uuid, text) from public;
--> statement-breakpoint
grant execute on function app.claim_idempotency_key(uuid, uuid, text) to masthead_app;
