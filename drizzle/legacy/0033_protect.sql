-- What Drizzle can't say of a table: row security binds the owner too, and the program gets the rights that it needs, such as
-- 'select, insert, update (name, slug)'. A table that the program reaches through functions alone gets none: ''.
create function app.protect(p_table regclass, p_rights text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security, force row level security', p_table);
  if p_rights <> '' then execute format('grant %s on %s to masthead_app', p_rights, p_table); end if;
end $$;
revoke execute on function app.protect(regclass, text) from public;
