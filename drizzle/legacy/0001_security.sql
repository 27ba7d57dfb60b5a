-- Row-level security and the program's role.
--
-- Two roles: the owner, who runs these migrations, and `masthead_app`, as which the program connects. The latter owns
-- nothing, can't bypass row security and gets just the DML that the program does. Three settings, each local to a
-- transaction, say on whose behalf it runs:
--   app.tenant_id  the tenant                          (see src/db/tenant.ts, the only place that sets them)
--   app.user_id    the user, empty for a visitor
--   app.audience   'public' for visitors and publishable keys: then unpublished articles don't exist
-- After a transaction a custom setting reads as '', not NULL, hence nullif. The sub-select makes the planner evaluate
-- it once for a statement instead of once for a row.

do $$ begin
  if not exists (select from pg_roles where rolname = 'masthead_app') then
    create role masthead_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
exception when duplicate_object or unique_violation then null; -- another database of this cluster migrated at the same moment
end $$;
--> statement-breakpoint
revoke create on schema public from public;
--> statement-breakpoint
create schema app;
--> statement-breakpoint
grant usage on schema public, app to masthead_app;
--> statement-breakpoint

-- Tenant tables: rows of the current tenant, for everyone, the owner included.
do $$ declare tenant_table text; begin
  foreach tenant_table in array array['members', 'api_keys', 'articles', 'tags', 'article_tags', 'comments', 'likes',
                                      'article_counts', 'article_totals', 'events'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format($policy$create policy tenant_isolation on %I
      using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
      with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))$policy$, tenant_table);
  end loop;
end $$;
--> statement-breakpoint
alter table tenants enable row level security;
--> statement-breakpoint
alter table tenants force row level security;
--> statement-breakpoint
create policy tenant_isolation on tenants
  using (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
--> statement-breakpoint

-- Public audience: a second wall behind the services' own filter. A forgotten filter shows nothing unpublished. Only for the
-- program: on the owner it would be a barrier that keeps app.search_articles from the full-text index.
create policy published_only on articles as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or status = 'published');
--> statement-breakpoint

-- Users and sessions span tenants. One sees oneself and the people of the current tenant; one changes only oneself.
alter table users enable row level security;
--> statement-breakpoint
alter table users force row level security;
--> statement-breakpoint
create policy self_or_fellow_member on users for select
  using (id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    or exists (select from members where members.user_id = users.id
      and members.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)));
--> statement-breakpoint
create policy self_insert on users for insert
  with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
--> statement-breakpoint
create policy self_update on users for update
  using (id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
--> statement-breakpoint
alter table sessions enable row level security;
--> statement-breakpoint
alter table sessions force row level security;
--> statement-breakpoint
create policy own_sessions on sessions for select
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
--> statement-breakpoint

-- What the owner may see beyond the current tenant: only the tables that the functions in schema `app` look into before
-- a tenant is known (sign-in, session, key, public address) and for search. All of them run as the owner.
create policy owner_access on tenants to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner_access on users to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner_access on members to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner_access on sessions to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner_access on api_keys to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner_access on articles to current_user using (true) with check (true);
--> statement-breakpoint

-- Privileges: listed by table, so that a new table starts with none.
grant select, insert on tenants to masthead_app;
--> statement-breakpoint
grant update (name, slug, updated_at) on tenants to masthead_app;
--> statement-breakpoint
grant select (id, email, email_normalised, name, avatar_url, created_at, updated_at), insert on users to masthead_app;
--> statement-breakpoint
grant update (email, email_normalised, name, avatar_url, password_hash, updated_at) on users to masthead_app;
--> statement-breakpoint
grant select, insert on members to masthead_app;
--> statement-breakpoint
grant update (role, status, name, avatar_url, updated_at) on members to masthead_app;
--> statement-breakpoint
grant select on sessions to masthead_app;
--> statement-breakpoint
grant select, insert on api_keys to masthead_app;
--> statement-breakpoint
grant update (name, expires_at, revoked_at) on api_keys to masthead_app;
--> statement-breakpoint
grant select, insert, update, delete on articles, tags, article_tags, comments to masthead_app;
--> statement-breakpoint
grant select, insert, delete on likes to masthead_app;
--> statement-breakpoint
grant select on article_counts, article_totals to masthead_app;
--> statement-breakpoint
grant select, insert on events to masthead_app;
--> statement-breakpoint

-- Full-text search inside one tenant. btree_gin lets the tenant be the index's first column.
create extension if not exists btree_gin with schema public;
--> statement-breakpoint
create index articles_search_idx on articles using gin (tenant_id, search);
