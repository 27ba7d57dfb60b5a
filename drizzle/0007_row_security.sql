-- Who sees what, and who may do what. The policies are those of src/db/schema; privileges are listed by table, so that a new
-- table starts with none.
--
-- Three settings, each local to a transaction, say on whose behalf it runs (src/db/tenant.ts alone sets them):
--   app.tenant_id  the tenant
--   app.user_id    the user, empty for a visitor
--   app.audience   'public' for visitors and publishable keys: then what is not published doesn't exist
-- After a transaction a custom setting reads as '', not NULL, hence nullif. The sub-select makes the planner evaluate it once
-- for a statement instead of once for a row.

select app.protect('tenants', 'select, insert, update (name, slug, comments_moderated, language, time_zone, version, updated_at)');
select app.protect('members', 'select, insert, update (role, status, name, avatar_url, version, updated_at)');
select app.protect('invitations', 'select, insert, update (token_hash, invited_by, expires_at, accepted_at, cancelled_at, version)');
select app.protect('api_keys', 'select, insert,
  update (name, expires_at, revoked_at, rate_limit_per_minute, replaced_by, created_by, version)');
select app.protect('articles', 'select, insert, update, delete');
select app.protect('tags', 'select, insert, update, delete');
select app.protect('article_tags', 'select, insert, update, delete');
select app.protect('article_sources', 'select, insert, update (path, fingerprint)');
-- Updated is only the last row of a run of autosaves; nothing is deleted but with its article.
select app.protect('article_revisions', 'select, insert, update (version, title, slug, content, tags, field_versions, saved_at)');
select app.protect('comments', 'select, insert, update, delete');
select app.protect('likes', 'select, insert, delete');
select app.protect('events', 'select, insert');
select app.protect('idempotency_keys', 'select, insert, delete');
-- Written by triggers, which run as the owner.
select app.protect('article_counts', 'select');
select app.protect('article_totals', 'select');
select app.protect('tenant_totals', 'select');
select app.protect('former_article_slugs', 'select');
select app.protect('former_tag_slugs', 'select');
select app.protect('former_tenant_slugs', '');
-- Those of people: password hashes can't be read, and most tables are reached through functions alone.
select app.protect('users', 'insert,
  select (id, email, email_normalised, name, avatar_url, email_verified_at, created_at, updated_at),
  update (email, email_normalised, name, avatar_url, password_hash, updated_at)');
select app.protect('sessions', 'select');
select app.protect('mails', '');
select app.protect('account_tokens', '');
select app.protect('two_factor', '');
select app.protect('recovery_codes', '');

-- Rows of the current tenant, to read and to write, for everyone, the owner included.
create policy tenant_isolation on tenants
  using (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
do $$ declare tenant_table text; begin
  foreach tenant_table in array array[
    'members', 'invitations', 'api_keys', 'articles', 'tags', 'article_tags', 'article_sources', 'article_revisions', 'comments',
    'likes', 'events', 'idempotency_keys', 'article_counts', 'article_totals', 'tenant_totals', 'former_article_slugs',
    'former_tag_slugs', 'former_tenant_slugs'] loop
    execute format($policy$create policy tenant_isolation on %I
      using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
      with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))$policy$, tenant_table);
  end loop;
end $$;

-- Users and sessions span tenants. One sees oneself and the people of the current tenant; one changes only oneself.
create policy self_or_fellow_member on users for select
  using (id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    or exists (select from members where members.user_id = users.id
      and members.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)));
create policy self_insert on users for insert
  with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy self_update on users for update
  using (id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy own_sessions on sessions for select
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));

-- What the owner may see beyond the current tenant: only the tables that the functions in schema `app`, which run as the owner,
-- look into before a tenant is known, for search, or for all tenants at once.
do $$ declare open_table text; begin
  foreach open_table in array array[
    'tenants', 'users', 'members', 'sessions', 'api_keys', 'articles', 'mails', 'account_tokens', 'two_factor', 'recovery_codes',
    'invitations', 'idempotency_keys', 'former_tenant_slugs', 'tenant_totals'] loop
    execute format('create policy owner_access on %I to current_user using (true) with check (true)', open_table);
  end loop;
end $$;
-- Into every tenant's log it writes what happened to an account, and nothing else.
create policy account_notes on events for insert to current_user with check (subject_type = 'account');

-- Public audience: a second wall behind the services' own filters. A forgotten one shows nothing unpublished. Only for the
-- program: on the owner it would be a barrier that keeps app.search_articles from the full-text index. Names of tags stay
-- visible: whether one is on something published can't be asked at a bounded cost; on what a tag is, is closed.
create policy published_only on articles as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or status = 'published');
create policy published_only on article_tags as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or app.is_published(article_id));
create policy published_only on former_article_slugs as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or app.is_published(article_id));
create policy approved_only on comments as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or status = 'approved');
create policy authors_only on members as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or app.is_public_author(user_id));
do $$ declare staff_table text; begin
  foreach staff_table in array array['article_revisions', 'article_sources', 'events', 'api_keys'] loop
    execute format($policy$create policy staff_only on %I as restrictive for select to masthead_app
      using ((select coalesce(current_setting('app.audience', true), '')) <> 'public')$policy$, staff_table);
  end loop;
end $$;
