-- Revisions: row security, privileges, and a first revision of every article that is there.

-- Before row security is on, which the owner is subject to as well. Tags and members are read as one tenant after the other.
do $$ declare v_tenant uuid; begin
  for v_tenant in select id from tenants loop
    perform set_config('app.tenant_id', v_tenant::text, true);
    insert into article_revisions (tenant_id, id, article_id, number, first_version, version, title, slug, content, tags,
                                   field_versions, autosave, saved_by, started_at, saved_at)
    select a.tenant_id,
      -- A UUIDv7 of the time of the save, as the program makes them; Postgres has a function for it only from 18 on.
      (lpad(to_hex((extract(epoch from a.updated_at) * 1000)::bigint), 12, '0') || '7'
        || substr(replace(gen_random_uuid()::text, '-', ''), 1, 3) || '8'
        || substr(replace(gen_random_uuid()::text, '-', ''), 18, 15))::uuid,
      a.id, 1, a.version, a.version, a.title, a.slug, a.content,
      coalesce((select jsonb_agg(jsonb_build_object('slug', t.slug, 'name', t.name) order by t.slug)
        from article_tags l join tags t on t.tenant_id = l.tenant_id and t.id = l.tag_id
        where l.tenant_id = a.tenant_id and l.article_id = a.id), '[]'),
      -- What was changed before is not known: each field counts as changed by the version that is there.
      jsonb_build_object('title', a.version, 'slug', a.version, 'content', a.version, 'tags', a.version),
      false, a.author_id, a.updated_at, a.updated_at
    from articles a where a.tenant_id = v_tenant;
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;
--> statement-breakpoint
alter table article_revisions enable row level security;
--> statement-breakpoint
alter table article_revisions force row level security;
--> statement-breakpoint
create policy tenant_isolation on article_revisions
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
--> statement-breakpoint
-- What an article said before is no business of the public, published or not.
create policy staff_only on article_revisions as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
--> statement-breakpoint
-- Updated is only the last row of a run of autosaves; nothing is deleted but with its article.
grant select, insert on article_revisions to masthead_app;
--> statement-breakpoint
grant update (version, title, slug, content, tags, field_versions, saved_at) on article_revisions to masthead_app;
