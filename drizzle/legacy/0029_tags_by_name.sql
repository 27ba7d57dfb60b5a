-- A tag is what its name says, without case, accents and kinds of blanks, and not what its slug has left of that: C, C++ and C#
-- are three. Slugs stay unique, as parts of addresses. src/server/tags/key.ts makes the same of a name.

create function app.tag_key(p_name text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select trim(regexp_replace(
    replace(replace(replace(replace(replace(replace(
      app.fold(replace(replace(replace(replace(replace(replace(normalize(p_name, NFC),
        'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'ae'), 'Ö', 'oe'), 'Ü', 'ue')),
      U&'\200b', ''), U&'\115f', ''), U&'\1160', ''), U&'\2800', ''), U&'\061c', ''), U&'\180e', ''),
    '[ \t_\u2010-\u2015-]+', ' ', 'g'))
$$;
--> statement-breakpoint
revoke all on function app.tag_key(text) from public;
--> statement-breakpoint
grant execute on function app.tag_key(text) to masthead_app;
--> statement-breakpoint
alter table tags add column key text not null generated always as (app.tag_key(name)) stored;
--> statement-breakpoint
-- Names that are one now become one tag, the first that was made, which all their articles then carry.
do $$ declare v_tenant uuid; v_from uuid; v_to uuid; begin
  for v_tenant in select id from tenants loop
    perform set_config('app.tenant_id', v_tenant::text, true);
    for v_from, v_to in
      select id, first from (select id, first_value(id) over (partition by key order by created_at, id) as first
                             from tags where tenant_id = v_tenant) t where id <> first
    loop
      insert into article_tags (tenant_id, article_id, tag_id)
      select tenant_id, article_id, v_to from article_tags where tenant_id = v_tenant and tag_id = v_from
      on conflict do nothing;
      delete from tags where tenant_id = v_tenant and id = v_from;
    end loop;
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;
--> statement-breakpoint
alter table tags add constraint tags_tenant_id_key_key unique (tenant_id, key);
