-- The schema in force, for reading: what all migrations together have made. Written by npm run db:schema; a test compares
-- it with a database. Not to be run, nor edited.

-- The program's role, schemas and extensions

create role masthead_app;
alter role masthead_app set idle_in_transaction_session_timeout = '30s';
alter role masthead_app set lock_timeout = '10s';
alter role masthead_app set statement_timeout = '15s';
create extension btree_gin schema public;
create schema app;
grant usage on schema app to masthead_app;
grant usage on schema public to masthead_app;
grant usage on schema public to public;

-- Tables

create table account_tokens (
  id text not null,
  purpose text not null,
  user_id uuid,
  email text not null,
  email_normalised text not null,
  payload text,
  expires_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone default now() not null,
  constraint account_tokens_pkey PRIMARY KEY (id),
  constraint account_tokens_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint account_tokens_purpose_check CHECK (purpose = ANY (ARRAY['verify_email'::text, 'change_email'::text, 'reset_password'::text, 'sign_up'::text, 'sign_in'::text, 'membership'::text]))
);
CREATE INDEX account_tokens_expires_at_idx ON account_tokens USING btree (expires_at);
CREATE INDEX account_tokens_user_id_idx ON account_tokens USING btree (user_id, purpose);
alter table account_tokens enable row level security, force row level security;
create policy owner_access on account_tokens to current_user
  using (true)
  with check (true);

create table api_keys (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  role text not null,
  hash text not null,
  hint text not null,
  created_by uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  expires_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  rate_limit_per_minute integer,
  replaced_by uuid,
  version integer default 1 not null,
  constraint api_keys_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint api_keys_tenant_id_hash_key UNIQUE (tenant_id, hash),
  constraint api_keys_tenant_id_created_by_members_tenant_id_user_id_fk FOREIGN KEY (tenant_id, created_by) REFERENCES members(tenant_id, user_id) ON DELETE CASCADE,
  constraint api_keys_tenant_id_replaced_by_api_keys_tenant_id_id_fk FOREIGN KEY (tenant_id, replaced_by) REFERENCES api_keys(tenant_id, id),
  constraint api_keys_kind_check CHECK (kind = ANY (ARRAY['secret'::text, 'publishable'::text])),
  constraint api_keys_rate_limit_check CHECK (rate_limit_per_minute >= 1 AND rate_limit_per_minute <= 100000),
  constraint api_keys_role_check CHECK (role = ANY (ARRAY['admin'::text, 'editor'::text, 'author'::text, 'viewer'::text]))
);
CREATE INDEX api_keys_hash_idx ON api_keys USING btree (hash);
alter table api_keys enable row level security, force row level security;
create policy owner_access on api_keys to current_user
  using (true)
  with check (true);
create policy staff_only on api_keys as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on api_keys to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select on api_keys to masthead_app;
grant update (created_by, expires_at, name, rate_limit_per_minute, replaced_by, revoked_at, version) on api_keys to masthead_app;

create table article_counts (
  tenant_id uuid not null,
  article_id uuid not null,
  slot integer not null,
  likes bigint default 0 not null,
  comments bigint default 0 not null,
  constraint article_counts_tenant_id_article_id_slot_pk PRIMARY KEY (tenant_id, article_id, slot),
  constraint article_counts_tenant_id_article_id_articles_tenant_id_id_fk FOREIGN KEY (tenant_id, article_id) REFERENCES articles(tenant_id, id) ON DELETE CASCADE
);
alter table article_counts enable row level security, force row level security;
create policy tenant_isolation on article_counts to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant select on article_counts to masthead_app;

create table article_revisions (
  tenant_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  number integer not null,
  first_version integer not null,
  version integer not null,
  title text not null,
  slug text not null,
  content text not null,
  tags jsonb not null,
  field_versions jsonb not null,
  autosave boolean not null,
  restored_from integer,
  saved_by uuid not null,
  started_at timestamp(3) with time zone default now() not null,
  saved_at timestamp(3) with time zone default now() not null,
  constraint article_revisions_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint article_revisions_number_key UNIQUE (tenant_id, article_id, number),
  constraint article_revisions_tenant_id_article_id_articles_tenant_id_id_fk FOREIGN KEY (tenant_id, article_id) REFERENCES articles(tenant_id, id) ON DELETE CASCADE,
  constraint article_revisions_tenant_id_saved_by_members_tenant_id_user_id_ FOREIGN KEY (tenant_id, saved_by) REFERENCES members(tenant_id, user_id)
);
alter table article_revisions enable row level security, force row level security;
create policy staff_only on article_revisions as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on article_revisions to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select on article_revisions to masthead_app;
grant update (content, field_versions, saved_at, slug, tags, title, version) on article_revisions to masthead_app;
CREATE TRIGGER count_deleted_bytes AFTER DELETE ON article_revisions FOR EACH ROW WHEN (old.number > 1 AND octet_length(old.content) > 0) EXECUTE FUNCTION app.count_stored_bytes('bytes:revisions');
CREATE TRIGGER count_inserted_bytes AFTER INSERT ON article_revisions FOR EACH ROW WHEN (new.number > 1 AND octet_length(new.content) > 0) EXECUTE FUNCTION app.count_stored_bytes('bytes:revisions');
CREATE TRIGGER count_updated_bytes AFTER UPDATE OF content ON article_revisions FOR EACH ROW WHEN (new.number > 1 AND octet_length(new.content) <> octet_length(old.content)) EXECUTE FUNCTION app.count_stored_bytes('bytes:revisions');

create table article_sources (
  tenant_id uuid not null,
  article_id uuid not null,
  importer text not null,
  path text not null,
  fingerprint text,
  constraint article_sources_tenant_id_article_id_importer_pk PRIMARY KEY (tenant_id, article_id, importer),
  constraint article_sources_path_key UNIQUE (tenant_id, importer, path),
  constraint article_sources_tenant_id_article_id_articles_tenant_id_id_fk FOREIGN KEY (tenant_id, article_id) REFERENCES articles(tenant_id, id) ON DELETE CASCADE
);
alter table article_sources enable row level security, force row level security;
create policy staff_only on article_sources as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on article_sources to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select on article_sources to masthead_app;
grant update (fingerprint, path) on article_sources to masthead_app;

create table article_tags (
  tenant_id uuid not null,
  article_id uuid not null,
  tag_id uuid not null,
  constraint article_tags_tenant_id_article_id_tag_id_pk PRIMARY KEY (tenant_id, article_id, tag_id),
  constraint article_tags_tenant_id_article_id_articles_tenant_id_id_fk FOREIGN KEY (tenant_id, article_id) REFERENCES articles(tenant_id, id) ON DELETE CASCADE,
  constraint article_tags_tenant_id_tag_id_tags_tenant_id_id_fk FOREIGN KEY (tenant_id, tag_id) REFERENCES tags(tenant_id, id) ON DELETE CASCADE
);
alter table article_tags alter column tag_id set statistics 1000;
CREATE INDEX article_tags_tag_idx ON article_tags USING btree (tenant_id, tag_id, article_id);
alter table article_tags enable row level security, force row level security;
create policy published_only on article_tags as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text OR app.is_published(article_id));
create policy tenant_isolation on article_tags to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert, select, update on article_tags to masthead_app;

create table article_totals (
  tenant_id uuid not null,
  scope text not null,
  status text not null,
  slot integer not null,
  total bigint default 0 not null,
  bytes bigint default 0 not null,
  constraint article_totals_tenant_id_scope_status_slot_pk PRIMARY KEY (tenant_id, scope, status, slot),
  constraint article_totals_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
alter table article_totals enable row level security, force row level security;
create policy tenant_isolation on article_totals to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant select on article_totals to masthead_app;

create table articles (
  tenant_id uuid not null,
  id uuid not null,
  author_id uuid not null,
  slug text not null,
  title text not null,
  content text not null,
  excerpt text default ''::text not null,
  status text default 'draft'::text not null,
  version integer default 1 not null,
  published_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null,
  state_version integer default 1,
  search tsvector generated always as (setweight(app.search_words(title), 'A'::"char") || setweight(app.search_words(content), 'B'::"char")) stored,
  publish_at timestamp(3) with time zone,
  unpublish_at timestamp(3) with time zone,
  scheduled_by uuid,
  schedule_problem text,
  constraint articles_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint articles_tenant_id_slug_key UNIQUE (tenant_id, slug),
  constraint articles_tenant_id_author_id_members_tenant_id_user_id_fk FOREIGN KEY (tenant_id, author_id) REFERENCES members(tenant_id, user_id),
  constraint articles_tenant_id_scheduled_by_members_tenant_id_user_id_fk FOREIGN KEY (tenant_id, scheduled_by) REFERENCES members(tenant_id, user_id),
  constraint articles_publish_at_check CHECK (publish_at IS NULL OR status <> 'published'::text),
  constraint articles_published_has_date CHECK (status <> 'published'::text OR published_at IS NOT NULL),
  constraint articles_schedule_problem_check CHECK (schedule_problem IS NULL OR (schedule_problem = ANY (ARRAY['not_allowed'::text, 'window_passed'::text])) AND scheduled_by IS NOT NULL),
  constraint articles_scheduled_by_check CHECK ((COALESCE(publish_at, unpublish_at) IS NULL) = (scheduled_by IS NULL)),
  constraint articles_status_check CHECK (status = ANY (ARRAY['draft'::text, 'published'::text, 'archived'::text])),
  constraint articles_unpublish_at_check CHECK (unpublish_at IS NULL OR COALESCE(unpublish_at > publish_at, status = 'published'::text))
);
alter table articles alter column search set storage main;
CREATE INDEX articles_any_published_idx ON articles USING btree (tenant_id, published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX articles_author_created_idx ON articles USING btree (tenant_id, author_id, created_at, id);
CREATE INDEX articles_author_published_idx ON articles USING btree (tenant_id, author_id, published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX articles_author_updated_idx ON articles USING btree (tenant_id, author_id, updated_at, id);
CREATE INDEX articles_created_idx ON articles USING btree (tenant_id, created_at, id);
CREATE INDEX articles_due_idx ON articles USING btree ((
CASE
    WHEN publish_at IS NULL THEN unpublish_at
    ELSE publish_at
END)) WHERE 
CASE
    WHEN publish_at IS NULL THEN unpublish_at
    ELSE publish_at
END IS NOT NULL AND schedule_problem IS NULL;
CREATE INDEX articles_published_idx ON articles USING btree (tenant_id, status, published_at, id);
CREATE INDEX articles_scheduled_idx ON articles USING btree (tenant_id, (
CASE
    WHEN publish_at IS NULL THEN unpublish_at
    ELSE publish_at
END), id) WHERE 
CASE
    WHEN publish_at IS NULL THEN unpublish_at
    ELSE publish_at
END IS NOT NULL;
CREATE INDEX articles_search_idx ON articles USING gin (tenant_id, search);
CREATE INDEX articles_status_created_idx ON articles USING btree (tenant_id, status, created_at, id);
CREATE INDEX articles_status_updated_idx ON articles USING btree (tenant_id, status, updated_at, id);
CREATE INDEX articles_updated_idx ON articles USING btree (tenant_id, updated_at, id);
alter table articles enable row level security, force row level security;
create policy owner_access on articles to current_user
  using (true)
  with check (true);
create policy published_only on articles as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text OR status = 'published'::text);
create policy tenant_isolation on articles to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert, select, update on articles to masthead_app;
CREATE TRIGGER count_deleted_articles AFTER DELETE ON articles REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_deleted_articles();
CREATE TRIGGER count_inserted_articles AFTER INSERT ON articles REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_inserted_articles();
CREATE TRIGGER count_updated_articles AFTER UPDATE ON articles REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_updated_articles();
CREATE TRIGGER keep_former_slug AFTER UPDATE OF slug ON articles FOR EACH ROW WHEN (old.slug IS DISTINCT FROM new.slug) EXECUTE FUNCTION app.keep_former_article_slug();

create table comments (
  tenant_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  author_id uuid not null,
  body text not null,
  created_at timestamp(3) with time zone default now() not null,
  status text default 'approved'::text not null,
  version integer default 1 not null,
  updated_at timestamp(3) with time zone default now() not null,
  constraint comments_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint comments_tenant_id_article_id_articles_tenant_id_id_fk FOREIGN KEY (tenant_id, article_id) REFERENCES articles(tenant_id, id) ON DELETE CASCADE,
  constraint comments_tenant_id_author_id_members_tenant_id_user_id_fk FOREIGN KEY (tenant_id, author_id) REFERENCES members(tenant_id, user_id),
  constraint comments_status_check CHECK (status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text]))
);
CREATE INDEX comments_article_idx ON comments USING btree (tenant_id, article_id, id);
CREATE INDEX comments_author_idx ON comments USING btree (tenant_id, author_id, status);
CREATE INDEX comments_status_idx ON comments USING btree (tenant_id, status, id);
alter table comments enable row level security, force row level security;
create policy approved_only on comments as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text OR status = 'approved'::text);
create policy tenant_isolation on comments to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert, select, update on comments to masthead_app;
CREATE TRIGGER count_deleted_comments AFTER DELETE ON comments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_deleted_comments();
CREATE TRIGGER count_inserted_comments AFTER INSERT ON comments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_inserted_comments();
CREATE TRIGGER count_updated_comments AFTER UPDATE ON comments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_updated_comments();

create table event_positions (
  tenant_id uuid not null,
  last bigint default 0 not null,
  since timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint event_positions_tenant_id_pk PRIMARY KEY (tenant_id),
  constraint event_positions_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
alter table event_positions enable row level security, force row level security;
create policy owner_access on event_positions for select to current_user
  using (true);
create policy staff_only on event_positions as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on event_positions to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant select on event_positions to masthead_app;

create table events (
  tenant_id uuid not null,
  id uuid not null,
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  actor_type text not null,
  actor_id uuid not null,
  actor_name text not null,
  request_id text not null,
  payload jsonb not null,
  created_at timestamp(3) with time zone default now() not null,
  address text,
  written_at timestamp with time zone default clock_timestamp(),
  position bigint,
  constraint events_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint events_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint events_actor_type_check CHECK (actor_type = ANY (ARRAY['member'::text, 'api_key'::text, 'system'::text]))
);
CREATE INDEX events_actor_idx ON events USING btree (tenant_id, actor_id, id);
CREATE UNIQUE INDEX events_position_key ON events USING btree (tenant_id, "position");
CREATE INDEX events_request_idx ON events USING btree (tenant_id, request_id, id);
CREATE INDEX events_subject_idx ON events USING btree (tenant_id, subject_id, id);
CREATE INDEX events_type_idx ON events USING btree (tenant_id, type, id);
CREATE INDEX events_unnumbered_idx ON events USING btree (tenant_id, written_at) WHERE "position" IS NULL;
alter table events enable row level security, force row level security;
create policy account_notes on events for insert to current_user
  with check (subject_type = 'account'::text);
create policy owner_access on events for select to current_user
  using (true);
create policy staff_only on events as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on events to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
create policy without_position on events as restrictive for insert to masthead_app
  with check ("position" IS NULL);
grant insert, select on events to masthead_app;

create table former_article_slugs (
  tenant_id uuid not null,
  slug text not null,
  article_id uuid not null,
  given_up_at timestamp(3) with time zone default now() not null,
  constraint former_article_slugs_tenant_id_slug_pk PRIMARY KEY (tenant_id, slug),
  constraint former_article_slugs_article_fk FOREIGN KEY (tenant_id, article_id) REFERENCES articles(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX former_article_slugs_article_idx ON former_article_slugs USING btree (tenant_id, article_id);
alter table former_article_slugs enable row level security, force row level security;
create policy published_only on former_article_slugs as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text OR app.is_published(article_id));
create policy tenant_isolation on former_article_slugs to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant select on former_article_slugs to masthead_app;

create table former_tag_slugs (
  tenant_id uuid not null,
  slug text not null,
  tag_id uuid not null,
  given_up_at timestamp(3) with time zone default now() not null,
  constraint former_tag_slugs_tenant_id_slug_pk PRIMARY KEY (tenant_id, slug),
  constraint former_tag_slugs_tag_fk FOREIGN KEY (tenant_id, tag_id) REFERENCES tags(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX former_tag_slugs_tag_idx ON former_tag_slugs USING btree (tenant_id, tag_id);
alter table former_tag_slugs enable row level security, force row level security;
create policy tenant_isolation on former_tag_slugs to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant select on former_tag_slugs to masthead_app;

create table former_tenant_slugs (
  tenant_id uuid not null,
  slug text not null,
  given_up_at timestamp(3) with time zone default now() not null,
  constraint former_tenant_slugs_tenant_id_slug_pk PRIMARY KEY (tenant_id, slug),
  constraint former_tenant_slugs_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
CREATE INDEX former_tenant_slugs_slug_idx ON former_tenant_slugs USING btree (slug, given_up_at);
alter table former_tenant_slugs enable row level security, force row level security;
create policy owner_access on former_tenant_slugs to current_user
  using (true)
  with check (true);
create policy tenant_isolation on former_tenant_slugs to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));

create table idempotency_keys (
  tenant_id uuid not null,
  actor_id uuid not null,
  key text not null,
  request_hash text not null,
  status smallint not null,
  answer text not null,
  created_at timestamp(3) with time zone default now() not null,
  expires_at timestamp(3) with time zone not null,
  constraint idempotency_keys_tenant_id_actor_id_key_pk PRIMARY KEY (tenant_id, actor_id, key),
  constraint idempotency_keys_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
alter table idempotency_keys alter column answer set storage main;
alter table idempotency_keys set (toast_tuple_target=8160);
CREATE INDEX idempotency_keys_expires_at_idx ON idempotency_keys USING btree (expires_at);
alter table idempotency_keys enable row level security, force row level security;
create policy owner_access on idempotency_keys to current_user
  using (true)
  with check (true);
create policy tenant_isolation on idempotency_keys to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert, select on idempotency_keys to masthead_app;
CREATE TRIGGER count_deleted_bytes AFTER DELETE ON idempotency_keys FOR EACH ROW WHEN (octet_length(old.answer) > 16384) EXECUTE FUNCTION app.count_stored_bytes('bytes:answers');
CREATE TRIGGER count_inserted_bytes AFTER INSERT ON idempotency_keys FOR EACH ROW WHEN (octet_length(new.answer) > 16384) EXECUTE FUNCTION app.count_stored_bytes('bytes:answers');

create table invitations (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  email_normalised text not null,
  role text not null,
  token_hash text not null,
  invited_by uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  expires_at timestamp(3) with time zone not null,
  accepted_at timestamp(3) with time zone,
  cancelled_at timestamp(3) with time zone,
  version integer default 1 not null,
  constraint invitations_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint invitations_tenant_id_token_hash_key UNIQUE (tenant_id, token_hash),
  constraint invitations_tenant_id_invited_by_members_tenant_id_user_id_fk FOREIGN KEY (tenant_id, invited_by) REFERENCES members(tenant_id, user_id) ON DELETE CASCADE,
  constraint invitations_role_check CHECK (role = ANY (ARRAY['admin'::text, 'editor'::text, 'author'::text, 'viewer'::text]))
);
CREATE INDEX invitations_expires_at_idx ON invitations USING btree (expires_at);
CREATE UNIQUE INDEX invitations_open_key ON invitations USING btree (tenant_id, email_normalised) WHERE accepted_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX invitations_open_to_idx ON invitations USING btree (email_normalised) WHERE accepted_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX invitations_token_hash_idx ON invitations USING btree (token_hash);
alter table invitations enable row level security, force row level security;
create policy owner_access on invitations to current_user
  using (true)
  with check (true);
create policy tenant_isolation on invitations to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select on invitations to masthead_app;
grant update (accepted_at, cancelled_at, expires_at, invited_by, token_hash, version) on invitations to masthead_app;

create table job_workers (
  id uuid not null,
  name text not null,
  started_at timestamp(3) with time zone default now() not null,
  seen_at timestamp(3) with time zone default now() not null,
  alive_until timestamp(3) with time zone not null,
  constraint job_workers_pkey PRIMARY KEY (id)
);
alter table job_workers enable row level security, force row level security;
create policy owner_access on job_workers to current_user
  using (true)
  with check (true);

create table jobs (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint generated as identity not null,
  task text not null,
  payload jsonb not null,
  state text not null,
  run_at timestamp(3) with time zone default now() not null,
  attempts integer default 0 not null,
  attempts_max integer not null,
  leased_by uuid,
  order_key text,
  dedup_key text,
  request_id text not null,
  last_error text,
  last_error_detail text,
  created_at timestamp(3) with time zone default now() not null,
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  constraint jobs_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint jobs_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint jobs_finished_check CHECK ((state = ANY (ARRAY['done'::text, 'failed'::text])) = (finished_at IS NOT NULL)),
  constraint jobs_leased_check CHECK ((state = 'running'::text) = (leased_by IS NOT NULL)),
  constraint jobs_payload_size CHECK (octet_length(payload::text) <= 65536),
  constraint jobs_state_check CHECK (state = ANY (ARRAY['scheduled'::text, 'waiting'::text, 'blocked'::text, 'running'::text, 'failed'::text, 'done'::text]))
);
alter table jobs set (autovacuum_vacuum_cost_delay=0);
alter table jobs set (autovacuum_vacuum_scale_factor=0.01);
alter table jobs set (autovacuum_vacuum_threshold=1000);
CREATE UNIQUE INDEX jobs_dedup_key ON jobs USING btree (tenant_id, task, dedup_key) WHERE dedup_key IS NOT NULL;
CREATE INDEX jobs_finished_at_idx ON jobs USING btree (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_order_idx ON jobs USING btree (tenant_id, order_key, seq) WHERE order_key IS NOT NULL AND (state = ANY (ARRAY['scheduled'::text, 'waiting'::text, 'blocked'::text, 'running'::text]));
CREATE INDEX jobs_running_idx ON jobs USING btree (tenant_id) WHERE state = 'running'::text;
CREATE INDEX jobs_scheduled_idx ON jobs USING btree (run_at) WHERE state = 'scheduled'::text;
CREATE INDEX jobs_state_idx ON jobs USING btree (tenant_id, state, id);
CREATE INDEX jobs_waiting_idx ON jobs USING btree (tenant_id, run_at, seq) WHERE state = 'waiting'::text;
alter table jobs enable row level security, force row level security;
create policy owner_access on jobs to current_user
  using (true)
  with check (true);
create policy staff_only on jobs as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on jobs to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert on jobs to masthead_app;
grant select (attempts, attempts_max, created_at, dedup_key, finished_at, id, last_error, leased_by, order_key, payload, request_id, run_at, seq, started_at, state, task, tenant_id) on jobs to masthead_app;
grant update (attempts, dedup_key, finished_at, leased_by, run_at, state) on jobs to masthead_app;
CREATE TRIGGER jobs_unblock_next AFTER UPDATE OF state ON jobs FOR EACH ROW WHEN (old.order_key IS NOT NULL AND old.state IS DISTINCT FROM new.state AND (old.state = 'running'::text OR (new.state = ANY (ARRAY['done'::text, 'failed'::text])))) EXECUTE FUNCTION app.job_unblock_next();
CREATE TRIGGER jobs_unblock_next_of_deleted AFTER DELETE ON jobs FOR EACH ROW WHEN (old.order_key IS NOT NULL AND old.state <> 'failed'::text AND old.state <> 'done'::text) EXECUTE FUNCTION app.job_unblock_next();
CREATE TRIGGER jobs_webhook_deleted AFTER DELETE ON jobs FOR EACH ROW WHEN (old.task = 'webhooks.deliver'::text AND old.state <> 'failed'::text AND old.state <> 'done'::text) EXECUTE FUNCTION app.webhook_job_ended();
CREATE TRIGGER jobs_webhook_failed AFTER UPDATE OF state ON jobs FOR EACH ROW WHEN (old.task = 'webhooks.deliver'::text AND new.state = 'failed'::text AND old.state <> 'failed'::text) EXECUTE FUNCTION app.webhook_job_ended();

create table likes (
  tenant_id uuid not null,
  article_id uuid not null,
  user_id uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  constraint likes_tenant_id_article_id_user_id_pk PRIMARY KEY (tenant_id, article_id, user_id),
  constraint likes_tenant_id_article_id_articles_tenant_id_id_fk FOREIGN KEY (tenant_id, article_id) REFERENCES articles(tenant_id, id) ON DELETE CASCADE,
  constraint likes_tenant_id_user_id_members_tenant_id_user_id_fk FOREIGN KEY (tenant_id, user_id) REFERENCES members(tenant_id, user_id) ON DELETE CASCADE
);
alter table likes enable row level security, force row level security;
create policy tenant_isolation on likes to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert, select on likes to masthead_app;
CREATE TRIGGER count_deleted_likes AFTER DELETE ON likes REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_for_articles('likes');
CREATE TRIGGER count_inserted_likes AFTER INSERT ON likes REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_for_articles('likes');

create table mails (
  id uuid not null,
  payload text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone default now() not null,
  constraint mails_pkey PRIMARY KEY (id)
);
CREATE INDEX mails_next_attempt_at_idx ON mails USING btree (next_attempt_at);
alter table mails enable row level security, force row level security;
create policy owner_access on mails to current_user
  using (true)
  with check (true);

create table members (
  tenant_id uuid not null,
  user_id uuid not null,
  role text not null,
  status text default 'active'::text not null,
  name text not null,
  avatar_url text,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null,
  version integer default 1 not null,
  constraint members_tenant_id_user_id_pk PRIMARY KEY (tenant_id, user_id),
  constraint members_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint members_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint members_role_check CHECK (role = ANY (ARRAY['admin'::text, 'editor'::text, 'author'::text, 'viewer'::text])),
  constraint members_status_check CHECK (status = ANY (ARRAY['active'::text, 'suspended'::text, 'removed'::text]))
);
CREATE INDEX members_user_id_idx ON members USING btree (user_id);
alter table members enable row level security, force row level security;
create policy authors_only on members as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text OR app.is_public_author(user_id));
create policy owner_access on members to current_user
  using (true)
  with check (true);
create policy tenant_isolation on members to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select on members to masthead_app;
grant update (avatar_url, name, role, status, updated_at, version) on members to masthead_app;

create table periodic_tasks (
  name text not null,
  due_at timestamp(3) with time zone not null,
  leased_by uuid,
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  failures integer default 0 not null,
  last_error text,
  constraint periodic_tasks_pkey PRIMARY KEY (name)
);
alter table periodic_tasks enable row level security, force row level security;
create policy owner_access on periodic_tasks to current_user
  using (true)
  with check (true);

create table recovery_codes (
  user_id uuid not null,
  hash text not null,
  constraint recovery_codes_user_id_hash_pk PRIMARY KEY (user_id, hash),
  constraint recovery_codes_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
alter table recovery_codes enable row level security, force row level security;
create policy owner_access on recovery_codes to current_user
  using (true)
  with check (true);

create table sessions (
  id text not null,
  user_id uuid not null,
  active_tenant_id uuid not null,
  address text,
  user_agent text,
  created_at timestamp(3) with time zone default now() not null,
  expires_at timestamp(3) with time zone not null,
  absolute_expires_at timestamp(3) with time zone not null,
  last_seen_at timestamp(3) with time zone default now() not null,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_active_tenant_id_user_id_members_tenant_id_user_id_fk FOREIGN KEY (active_tenant_id, user_id) REFERENCES members(tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX sessions_expires_at_idx ON sessions USING btree (expires_at);
CREATE INDEX sessions_user_id_idx ON sessions USING btree (user_id);
alter table sessions enable row level security, force row level security;
create policy own_sessions on sessions for select to public
  using (user_id = (( SELECT NULLIF(current_setting('app.user_id'::text, true), ''::text)::uuid AS "nullif")));
create policy owner_access on sessions to current_user
  using (true)
  with check (true);
grant select on sessions to masthead_app;

create table tags (
  tenant_id uuid not null,
  id uuid not null,
  slug text not null,
  name text not null,
  created_at timestamp(3) with time zone default now() not null,
  version integer default 1 not null,
  updated_at timestamp(3) with time zone default now() not null,
  key text generated always as (app.tag_key(name)) stored not null,
  constraint tags_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint tags_tenant_id_key_key UNIQUE (tenant_id, key),
  constraint tags_tenant_id_slug_key UNIQUE (tenant_id, slug),
  constraint tags_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
alter table tags enable row level security, force row level security;
create policy tenant_isolation on tags to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert, select, update on tags to masthead_app;
CREATE TRIGGER count_deleted_tags AFTER DELETE ON tags REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_tags();
CREATE TRIGGER count_inserted_tags AFTER INSERT ON tags REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.count_tags();
CREATE TRIGGER keep_former_slug AFTER UPDATE OF slug ON tags FOR EACH ROW WHEN (old.slug IS DISTINCT FROM new.slug) EXECUTE FUNCTION app.keep_former_tag_slug();

create table tenant_totals (
  tenant_id uuid not null,
  subject text not null,
  slot integer not null,
  total bigint default 0 not null,
  constraint tenant_totals_tenant_id_subject_slot_pk PRIMARY KEY (tenant_id, subject, slot),
  constraint tenant_totals_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);
alter table tenant_totals enable row level security, force row level security;
create policy owner_access on tenant_totals to current_user
  using (true)
  with check (true);
create policy tenant_isolation on tenant_totals to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant select on tenant_totals to masthead_app;

create table tenants (
  id uuid not null,
  slug text not null,
  name text not null,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null,
  comments_moderated boolean default false not null,
  version integer default 1 not null,
  plan text default 'standard'::text not null,
  language text default 'en'::text not null,
  time_zone text default 'UTC'::text not null,
  constraint tenants_pkey PRIMARY KEY (id),
  constraint tenants_slug_key UNIQUE (slug),
  constraint tenants_plan_check CHECK (plan = ANY (ARRAY['small'::text, 'standard'::text, 'large'::text])),
  constraint tenants_slug_form CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$'::text AND length(slug) <= 63)
);
alter table tenants enable row level security, force row level security;
create policy owner_access on tenants to current_user
  using (true)
  with check (true);
create policy tenant_isolation on tenants to public
  using (id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select on tenants to masthead_app;
grant update (comments_moderated, language, name, slug, time_zone, updated_at, version) on tenants to masthead_app;
CREATE TRIGGER reserve_slug AFTER UPDATE OF slug ON tenants FOR EACH ROW WHEN (old.slug IS DISTINCT FROM new.slug) EXECUTE FUNCTION app.reserve_tenant_slug();
CREATE TRIGGER reserve_slug_of_new AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION app.reserve_tenant_slug();

create table two_factor (
  user_id uuid not null,
  secret text not null,
  confirmed_at timestamp(3) with time zone,
  last_step bigint,
  created_at timestamp(3) with time zone default now() not null,
  constraint two_factor_pkey PRIMARY KEY (user_id),
  constraint two_factor_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
alter table two_factor enable row level security, force row level security;
create policy owner_access on two_factor to current_user
  using (true)
  with check (true);

create table users (
  id uuid not null,
  email text not null,
  email_normalised text not null,
  name text not null,
  avatar_url text,
  password_hash text not null,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null,
  email_verified_at timestamp(3) with time zone,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_normalised_key UNIQUE (email_normalised),
  constraint users_password_is_argon2id CHECK (password_hash ~~ '$argon2id$%'::text)
);
alter table users enable row level security, force row level security;
create policy owner_access on users to current_user
  using (true)
  with check (true);
create policy self_insert on users for insert to public
  with check (id = (( SELECT NULLIF(current_setting('app.user_id'::text, true), ''::text)::uuid AS "nullif")));
create policy self_or_fellow_member on users for select to public
  using (id = (( SELECT NULLIF(current_setting('app.user_id'::text, true), ''::text)::uuid AS "nullif")) OR (EXISTS ( SELECT
   FROM members
  WHERE members.user_id = users.id AND members.tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))));
create policy self_update on users for update to public
  using (id = (( SELECT NULLIF(current_setting('app.user_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (id = (( SELECT NULLIF(current_setting('app.user_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert on users to masthead_app;
grant select (avatar_url, created_at, email, email_normalised, email_verified_at, id, name, updated_at) on users to masthead_app;
grant update (avatar_url, email, email_normalised, name, password_hash, updated_at) on users to masthead_app;

create table webhook_attempts (
  tenant_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  url text not null,
  sent_at timestamp(3) with time zone not null,
  duration_ms integer not null,
  status integer,
  response text,
  error text,
  constraint webhook_attempts_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint webhook_attempts_delivery_fk FOREIGN KEY (tenant_id, delivery_id) REFERENCES webhook_deliveries(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_attempts_delivery_idx ON webhook_attempts USING btree (tenant_id, delivery_id, id);
alter table webhook_attempts enable row level security, force row level security;
create policy staff_only on webhook_attempts as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on webhook_attempts to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select on webhook_attempts to masthead_app;

create table webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  body text not null,
  status text default 'pending'::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp(3) with time zone default now(),
  job_id uuid,
  queued_at timestamp(3) with time zone default now() not null,
  created_at timestamp(3) with time zone default now() not null,
  finished_at timestamp(3) with time zone,
  constraint webhook_deliveries_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint webhook_deliveries_event_key UNIQUE (tenant_id, endpoint_id, event_id),
  constraint webhook_deliveries_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint webhook_deliveries_status_check CHECK (status = ANY (ARRAY['pending'::text, 'held'::text, 'delivered'::text, 'failed'::text]))
);
CREATE INDEX webhook_deliveries_created_at_idx ON webhook_deliveries USING btree (created_at);
CREATE INDEX webhook_deliveries_endpoint_idx ON webhook_deliveries USING btree (tenant_id, endpoint_id, id);
CREATE INDEX webhook_deliveries_status_idx ON webhook_deliveries USING btree (tenant_id, endpoint_id, status, id);
alter table webhook_deliveries enable row level security, force row level security;
create policy owner_access on webhook_deliveries to current_user
  using (true)
  with check (true);
create policy staff_only on webhook_deliveries as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on webhook_deliveries to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant insert, select, update on webhook_deliveries to masthead_app;

create table webhook_endpoints (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  description text default ''::text not null,
  types jsonb,
  is_ordered boolean default false not null,
  secret text not null,
  previous_secret text,
  previous_secret_until timestamp(3) with time zone,
  status text default 'active'::text not null,
  pause_reason text,
  failing_since timestamp(3) with time zone,
  position bigint not null,
  resumed_at timestamp(3) with time zone,
  is_resuming boolean default false not null,
  version integer default 1 not null,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null,
  constraint webhook_endpoints_tenant_id_id_pk PRIMARY KEY (tenant_id, id),
  constraint webhook_endpoints_tenant_id_tenants_id_fk FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  constraint webhook_endpoints_pause_check CHECK ((status = 'paused'::text) = (pause_reason IS NOT NULL)),
  constraint webhook_endpoints_pause_reason_check CHECK (pause_reason = ANY (ARRAY['admin'::text, 'failing'::text, 'gone'::text])),
  constraint webhook_endpoints_status_check CHECK (status = ANY (ARRAY['active'::text, 'paused'::text]))
);
CREATE INDEX webhook_endpoints_active_idx ON webhook_endpoints USING btree (tenant_id, "position") WHERE status = 'active'::text;
alter table webhook_endpoints enable row level security, force row level security;
create policy owner_access on webhook_endpoints to current_user
  using (true)
  with check (true);
create policy staff_only on webhook_endpoints as restrictive for select to masthead_app
  using ((( SELECT COALESCE(current_setting('app.audience'::text, true), ''::text) AS "coalesce")) <> 'public'::text);
create policy tenant_isolation on webhook_endpoints to public
  using (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")))
  with check (tenant_id = (( SELECT NULLIF(current_setting('app.tenant_id'::text, true), ''::text)::uuid AS "nullif")));
grant delete, insert, select, update on webhook_endpoints to masthead_app;

-- Functions

create type app.article_step as (tenant_id uuid, author_id uuid, status text, step integer, bytes bigint);

create type app.comment_step as (tenant_id uuid, article_id uuid, status text, step integer);

create function app.account_note(p_user_id uuid, p_id uuid, p_type text, p_request_id text, p_address text, p_tenant_id uuid)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into public.events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name,
                             request_id, address, payload)
  select m.tenant_id, p_id, p_type, 'account', m.user_id, 'member', m.user_id, m.name, p_request_id,
         case when m.tenant_id = p_tenant_id then p_address end, jsonb_build_object('name', m.name)
  from public.members m
  where m.user_id = p_user_id and m.status = 'active' and p_type like 'account.%'
$$;
grant execute on function app.account_note(uuid,uuid,text,text,text,uuid) to masthead_app;

create function app.account_sweep()
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with lost as (delete from public.mails where expires_at <= now() returning 1),
       old as (delete from public.account_tokens where expires_at <= now() - interval '1 day' returning 1)
  select count(*) from lost
$$;
grant execute on function app.account_sweep() to masthead_app;

create function app.apply_article_counts(p_tenant_id uuid, p_article_id uuid, p_likes bigint, p_comments bigint)
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update public.article_counts set likes = likes + p_likes, comments = comments + p_comments
  where tenant_id = p_tenant_id and article_id = p_article_id and slot = (
    select c.slot from public.article_counts c where c.tenant_id = p_tenant_id and c.article_id = p_article_id
    order by c.slot limit 1 for no key update skip locked);
  if not found then
    insert into public.article_counts as c (tenant_id, article_id, slot, likes, comments)
    select a.tenant_id, a.id, app.new_slot(), p_likes, p_comments
    from public.articles a where a.tenant_id = p_tenant_id and a.id = p_article_id -- not while the article is being deleted
    on conflict (tenant_id, article_id, slot)
      do update set likes = c.likes + excluded.likes, comments = c.comments + excluded.comments;
  end if;
end $$;

create function app.apply_article_steps(p_steps app.article_step[])
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step app.article_step;
  v_scope text;
begin
  foreach v_step in array p_steps loop
    foreach v_scope in array array['all', 'author:' || v_step.author_id] loop
      -- Bytes are those of the organisation; a change of text alone is none of its author's counters.
      continue when v_scope is distinct from 'all' and v_step.step = 0;
      update public.article_totals set total = total + v_step.step,
        bytes = bytes + case when v_scope = 'all' then v_step.bytes else 0 end
      where tenant_id = v_step.tenant_id and scope = v_scope and status = v_step.status and slot = (
        select t.slot from public.article_totals t
        where t.tenant_id = v_step.tenant_id and t.scope = v_scope and t.status = v_step.status
        order by t.slot limit 1 for no key update skip locked);
      if not found then
        insert into public.article_totals as t (tenant_id, scope, status, slot, total, bytes)
        select n.id, v_scope, v_step.status, app.new_slot(), v_step.step, case when v_scope = 'all' then v_step.bytes else 0 end
        from public.tenants n where n.id = v_step.tenant_id -- not while the tenant itself is being deleted
        on conflict (tenant_id, scope, status, slot)
          do update set total = t.total + excluded.total, bytes = t.bytes + excluded.bytes;
      end if;
    end loop;
  end loop;
end $$;

create function app.apply_comment_steps(p_steps app.comment_step[])
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row record;
begin
  for v_row in
    select s.tenant_id, s.article_id, sum(s.step) as step from unnest(p_steps) s where s.status = 'approved'
    group by s.tenant_id, s.article_id having sum(s.step) <> 0 order by s.tenant_id, s.article_id
  loop
    perform app.apply_article_counts(v_row.tenant_id, v_row.article_id, 0, v_row.step);
  end loop;
  for v_row in
    select s.tenant_id, s.status, sum(s.step) as step from unnest(p_steps) s
    group by s.tenant_id, s.status having sum(s.step) <> 0 order by s.tenant_id, s.status
  loop
    perform app.apply_tenant_total(v_row.tenant_id, 'comments:' || v_row.status, v_row.step);
  end loop;
end $$;

create function app.apply_tenant_total(p_tenant_id uuid, p_subject text, p_step bigint)
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update public.tenant_totals set total = total + p_step
  where tenant_id = p_tenant_id and subject = p_subject and slot = (
    select t.slot from public.tenant_totals t where t.tenant_id = p_tenant_id and t.subject = p_subject
    order by t.slot limit 1 for no key update skip locked);
  if not found then
    insert into public.tenant_totals as t (tenant_id, subject, slot, total)
    select n.id, p_subject, app.new_slot(), p_step
    from public.tenants n where n.id = p_tenant_id -- not while the tenant itself is being deleted
    on conflict (tenant_id, subject, slot) do update set total = t.total + excluded.total;
  end if;
end $$;

create function app.change_email(p_token text)
returns uuid
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare v_token record; begin
  select * into v_token from app.token_consume(p_token, 'change_email');
  if not found then return null; end if;
  update public.users set email = v_token.email, email_normalised = v_token.email_normalised,
    email_verified_at = now(), updated_at = now()
  where id = v_token.user_id;
  perform app.token_revoke(v_token.user_id, null);
  return v_token.user_id;
end $$;
grant execute on function app.change_email(text) to masthead_app;

create function app.claim_idempotency_key(p_tenant_id uuid, p_actor_id uuid, p_key text)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
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
grant execute on function app.claim_idempotency_key(uuid,uuid,text) to masthead_app;

create function app.count_deleted_articles()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.apply_article_steps(array(
    select row(o.tenant_id, o.author_id, o.status, -count(*)::integer,
      -sum(octet_length(o.title) + octet_length(o.content)))::app.article_step
    from old_rows o group by o.tenant_id, o.author_id, o.status));
  return null;
end $$;

create function app.count_deleted_comments()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.apply_comment_steps(array(
    select row(o.tenant_id, o.article_id, o.status, -count(*)::integer)::app.comment_step
    from old_rows o group by o.tenant_id, o.article_id, o.status));
  return null;
end $$;

create function app.count_for_articles()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  v_row record;
begin
  for v_row in
    select r.tenant_id, r.article_id, v_sign * count(*) as step from changed_rows r
    group by r.tenant_id, r.article_id order by r.tenant_id, r.article_id
  loop
    perform app.apply_article_counts(v_row.tenant_id, v_row.article_id, v_row.step, 0);
  end loop;
  for v_row in
    select r.tenant_id, v_sign * count(*) as step from changed_rows r group by r.tenant_id order by r.tenant_id
  loop
    perform app.apply_tenant_total(v_row.tenant_id, 'likes', v_row.step);
  end loop;
  return null;
end $$;

create function app.count_inserted_articles()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.apply_article_steps(array(
    select row(n.tenant_id, n.author_id, n.status, count(*)::integer,
      sum(octet_length(n.title) + octet_length(n.content)))::app.article_step
    from new_rows n group by n.tenant_id, n.author_id, n.status));
  return null;
end $$;

create function app.count_inserted_comments()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.apply_comment_steps(array(
    select row(n.tenant_id, n.article_id, n.status, count(*)::integer)::app.comment_step
    from new_rows n group by n.tenant_id, n.article_id, n.status));
  return null;
end $$;

create function app.count_stored_bytes()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step bigint := 0;
begin
  if tg_argv[0] = 'bytes:revisions' then
    if tg_op <> 'DELETE' then v_step := octet_length(new.content); end if;
    if tg_op <> 'INSERT' then v_step := v_step - octet_length(old.content); end if;
  else
    if tg_op <> 'DELETE' then v_step := octet_length(new.answer); else v_step := -octet_length(old.answer); end if;
  end if;
  perform app.apply_tenant_total(case tg_op when 'DELETE' then old.tenant_id else new.tenant_id end, tg_argv[0], v_step);
  return null;
end $$;

create function app.count_tags()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row record;
  v_sign integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  for v_row in select r.tenant_id, v_sign * count(*) as step from changed_rows r group by r.tenant_id loop
    perform app.apply_tenant_total(v_row.tenant_id, 'tags', v_row.step);
  end loop;
  return null;
end $$;

create function app.count_updated_articles()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_steps app.article_step[] := array(
    select row(d.tenant_id, d.author_id, d.status, sum(d.step)::integer, sum(d.bytes))::app.article_step
    from (
      select n.tenant_id, n.author_id, n.status, 1 as step, (octet_length(n.title) + octet_length(n.content))::bigint as bytes
      from new_rows n
      union all
      select o.tenant_id, o.author_id, o.status, -1, -(octet_length(o.title) + octet_length(o.content))::bigint from old_rows o
    ) d
    group by d.tenant_id, d.author_id, d.status having sum(d.step) <> 0 or sum(d.bytes) <> 0);
begin
  if cardinality(v_steps) > 0 then perform app.apply_article_steps(v_steps); end if;
  return null;
end $$;

create function app.count_updated_comments()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.apply_comment_steps(array(
    select row(d.tenant_id, d.article_id, d.status, sum(d.step)::integer)::app.comment_step
    from (
      select n.tenant_id, n.article_id, n.status, 1 as step from new_rows n
      union all
      select o.tenant_id, o.article_id, o.status, -1 from old_rows o
    ) d
    group by d.tenant_id, d.article_id, d.status having sum(d.step) <> 0));
  return null;
end $$;

create function app.credentials_of(p_user_id uuid)
returns TABLE(user_id uuid, password_hash text, name text, email text, email_normalised text, has_two_factor boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.* from public.users u cross join lateral app.find_credentials(u.email_normalised) c where u.id = p_user_id
$$;
grant execute on function app.credentials_of(uuid) to masthead_app;

create function app.delete_expired_idempotency_keys(p_max integer)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with expired as (select tenant_id, actor_id, key from public.idempotency_keys where expires_at <= now() limit p_max),
       gone as (delete from public.idempotency_keys k using expired e
                where k.tenant_id = e.tenant_id and k.actor_id = e.actor_id and k.key = e.key returning 1)
  select count(*) from gone
$$;
grant execute on function app.delete_expired_idempotency_keys(integer) to masthead_app;

create function app.find_credentials(p_email_normalised text)
returns TABLE(user_id uuid, password_hash text, name text, email text, email_normalised text, has_two_factor boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select u.id, u.password_hash, u.name, u.email, u.email_normalised, f.confirmed_at is not null
  from public.users u left join public.two_factor f on f.user_id = u.id
  where u.email_normalised = p_email_normalised
$$;
grant execute on function app.find_credentials(text) to masthead_app;

create function app.fold(p_text text)
returns text
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    declare v_text text;
    begin
      if octet_length(p_text) = length(p_text) then return lower(p_text collate "C"); end if;
      v_text := lower(normalize(p_text, NFKD) collate pg_catalog.pg_c_utf8);
      -- Accents, points of Hebrew and Arabic, and what joins or breaks a word without being seen.
      v_text := regexp_replace(v_text,
        '[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u200c-\u200f\u2060\ufe00-\ufe0f\ufeff]+',
        '', 'g');
      v_text := translate(v_text, 'øłđħŧıςةىیک', 'oldhtiσهييك');
      v_text := replace(replace(replace(replace(replace(v_text, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ð', 'd');
      return normalize(v_text, NFC);
    end $$;
grant execute on function app.fold(text) to masthead_app;

create function app.invitation_delete_old(p_before timestamp with time zone, p_limit integer)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with old as (
    select i.tenant_id, i.id from public.invitations i where i.expires_at < p_before order by i.expires_at limit p_limit
    for update skip locked),
  gone as (delete from public.invitations i using old where i.tenant_id = old.tenant_id and i.id = old.id returning 1)
  select count(*) from gone
$$;
grant execute on function app.invitation_delete_old(timestamp with time zone,integer) to masthead_app;

create function app.is_public_author(p_user_id uuid)
returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from public.articles a
      where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        and a.author_id = p_user_id and a.status = 'published')
    or exists (select from public.comments c
      where c.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        and c.author_id = p_user_id and c.status = 'approved')
$$;
grant execute on function app.is_public_author(uuid) to masthead_app;

create function app.is_published(p_article_id uuid)
returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from public.articles a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and a.id = p_article_id and a.status = 'published')
$$;
grant execute on function app.is_published(uuid) to masthead_app;

create function app.is_tenant_slug_free(p_slug text, p_tenant_id uuid)
returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select not exists (select from public.tenants t where t.slug = p_slug and t.id is distinct from p_tenant_id)
    and not exists (select from public.former_tenant_slugs f where f.slug = p_slug
      and f.tenant_id is distinct from p_tenant_id and f.given_up_at > now() - interval '90 days')
$$;
grant execute on function app.is_tenant_slug_free(text,uuid) to masthead_app;

create function app.job_claim(p_worker uuid, p_after uuid, p_limit integer, p_tenant_max integer)
returns TABLE(tenant_id uuid, tenant_slug text, tenant_name text, id uuid, task text, payload jsonb, attempts integer, attempts_max integer, request_id text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  c_first constant uuid := '00000000-0000-0000-0000-000000000000';
  v_tenant uuid := p_after;
  v_job uuid;
  v_taken integer := 0;
  v_taken_before integer := 0;
  v_is_whole_round boolean := p_after = c_first;
begin
  if not app.job_is_due() then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('app.job_claim', 0));
  perform app.job_wake(500);
  while v_taken < p_limit loop
    select j.tenant_id into v_tenant from public.jobs j
    where j.state = 'waiting' and j.tenant_id > v_tenant order by j.tenant_id limit 1;
    if not found then
      exit when v_is_whole_round and v_taken = v_taken_before;
      v_is_whole_round := true;
      v_taken_before := v_taken;
      v_tenant := c_first;
      continue;
    end if;
    continue when (
      select count(*) from (
        select from public.jobs r where r.tenant_id = v_tenant and r.state = 'running' limit p_tenant_max) running) >= p_tenant_max;
    v_job := app.job_claim_of_tenant(p_worker, v_tenant);
    continue when v_job is null;
    v_taken := v_taken + 1;
    return query
      select t.id, t.slug, t.name, j.id, j.task, j.payload, j.attempts, j.attempts_max, j.request_id
      from public.jobs j join public.tenants t on t.id = j.tenant_id where j.tenant_id = v_tenant and j.id = v_job;
  end loop;
end $$;
grant execute on function app.job_claim(uuid,uuid,integer,integer) to masthead_app;

create function app.job_claim_of_tenant(p_worker uuid, p_tenant uuid)
returns uuid
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job record;
begin
  for v_round in 1..100 loop
    select j.id, j.seq, j.order_key into v_job from public.jobs j
    where j.tenant_id = p_tenant and j.state = 'waiting' order by j.run_at, j.seq limit 1 for update skip locked;
    if not found then return null; end if;
    if v_job.order_key is not null then
      -- With a lock, or it might end unseen, and nobody would let this one go on.
      perform from public.jobs o
      where o.tenant_id = p_tenant and o.order_key = v_job.order_key and o.id <> v_job.id
        and o.state in ('scheduled', 'waiting', 'blocked', 'running') and (o.seq < v_job.seq or o.state = 'running')
      limit 1 for share skip locked;
      if found then
        update public.jobs set state = 'blocked' where tenant_id = p_tenant and id = v_job.id;
        continue;
      end if;
      -- Somebody is changing the other one at this moment: the next time will tell.
      if exists (
        select from public.jobs o
        where o.tenant_id = p_tenant and o.order_key = v_job.order_key and o.id <> v_job.id
          and o.state in ('scheduled', 'waiting', 'blocked', 'running') and (o.seq < v_job.seq or o.state = 'running'))
      then return null; end if;
    end if;
    update public.jobs set state = 'running', leased_by = p_worker, attempts = attempts + 1, dedup_key = null, started_at = now()
    where tenant_id = p_tenant and id = v_job.id;
    return v_job.id;
  end loop;
  return null;
end $$;

create function app.job_counts()
returns TABLE(tenant_slug text, state text, jobs bigint, oldest timestamp with time zone)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.slug, j.state, count(*), min(j.run_at) from public.jobs j join public.tenants t on t.id = j.tenant_id
  where j.state <> 'done' group by t.slug, j.state order by t.slug, j.state
$$;
grant execute on function app.job_counts() to masthead_app;

create function app.job_delete_finished(p_done_before timestamp with time zone, p_failed_before timestamp with time zone, p_limit integer)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with old as (
    select o.tenant_id, o.id from public.jobs o
    where o.finished_at < p_done_before and (o.state = 'done' or o.finished_at < p_failed_before)
    order by o.finished_at limit p_limit for update skip locked),
  gone as (delete from public.jobs j using old where j.tenant_id = old.tenant_id and j.id = old.id returning 1)
  select count(*) from gone
$$;
grant execute on function app.job_delete_finished(timestamp with time zone,timestamp with time zone,integer) to masthead_app;

create function app.job_end(p_worker uuid, p_tenant uuid, p_id uuid, p_attempt integer, p_is_done boolean, p_retry_ms integer, p_error text, p_error_detail text)
returns boolean
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with ended as (
    update public.jobs j set leased_by = null, last_error = p_error, last_error_detail = p_error_detail,
      state = case when p_is_done then 'done' when p_retry_ms is null then 'failed' else 'scheduled' end,
      run_at = case when p_is_done or p_retry_ms is null then j.run_at else now() + p_retry_ms * interval '1 millisecond' end,
      finished_at = case when p_is_done or p_retry_ms is null then now() end
    where j.tenant_id = p_tenant and j.id = p_id and j.state = 'running' and j.leased_by = p_worker and j.attempts = p_attempt
    returning 1)
  select exists (select from ended)
$$;
grant execute on function app.job_end(uuid,uuid,uuid,integer,boolean,integer,text,text) to masthead_app;

create function app.job_error_detail(p_tenant uuid, p_id uuid)
returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select j.last_error_detail from public.jobs j where j.tenant_id = p_tenant and j.id = p_id
$$;
grant execute on function app.job_error_detail(uuid,uuid) to masthead_app;

create function app.job_give_back_others(p_worker uuid, p_known text)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.jobs j set state = 'waiting', leased_by = null, attempts = j.attempts - 1
  where j.state = 'running' and j.leased_by = p_worker
    and j.id not in (select k::uuid from jsonb_array_elements_text(p_known::jsonb) k)
$$;
grant execute on function app.job_give_back_others(uuid,text) to masthead_app;

create function app.job_is_due()
returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from public.jobs where state = 'waiting')
    or exists (select from public.jobs where state = 'scheduled' and run_at <= now())
    or exists (select from public.jobs j where j.state = 'running' and not exists (
      select from public.job_workers w where w.id = j.leased_by and w.alive_until > now()))
$$;

create function app.job_put_off(p_worker uuid, p_tenant uuid, p_id uuid, p_attempt integer, p_error text)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.jobs j set leased_by = null, state = 'scheduled', run_at = now() + interval '1 minute', attempts = j.attempts - 1,
    last_error = p_error, last_error_detail = null
  where j.tenant_id = p_tenant and j.id = p_id and j.state = 'running' and j.leased_by = p_worker and j.attempts = p_attempt
$$;
grant execute on function app.job_put_off(uuid,uuid,uuid,integer,text) to masthead_app;

create function app.job_unblock_next()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update public.jobs j set state = 'waiting'
  where j.tenant_id = old.tenant_id and j.id = (
    select b.id from public.jobs b
    where b.tenant_id = old.tenant_id and b.order_key = old.order_key and b.state = 'blocked' order by b.seq limit 1)
    and j.state = 'blocked';
  return null;
end $$;

create function app.job_wake(p_limit integer)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with due as (
    select d.tenant_id, d.id from public.jobs d where d.state = 'scheduled' and d.run_at <= now()
    order by d.run_at limit p_limit for update skip locked)
  update public.jobs j set state = 'waiting' from due where j.tenant_id = due.tenant_id and j.id = due.id;
  with lost as (
    select l.tenant_id, l.id from public.jobs l where l.state = 'running' and not exists (
      select from public.job_workers w where w.id = l.leased_by and w.alive_until > now())
    limit p_limit for update skip locked)
  update public.jobs j set leased_by = null, last_error = 'The worker died while the job ran.', last_error_detail = null,
    -- Not at once: it may be what the worker died of.
    run_at = now() + least(60, 2 ^ j.attempts) * interval '1 second',
    state = case when j.attempts < j.attempts_max then 'scheduled' else 'failed' end,
    finished_at = case when j.attempts < j.attempts_max then null else now() end
  from lost where j.tenant_id = lost.tenant_id and j.id = lost.id
$$;

create function app.job_worker_beat(p_worker uuid, p_name text, p_lease_ms integer)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into public.job_workers (id, name, alive_until)
  values (p_worker, p_name, now() + p_lease_ms * interval '1 millisecond')
  on conflict (id) do update set seen_at = now(), alive_until = excluded.alive_until
$$;
grant execute on function app.job_worker_beat(uuid,text,integer) to masthead_app;

create function app.job_worker_end(p_worker uuid)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with periodic as (update public.periodic_tasks set leased_by = null where leased_by = p_worker),
       ended as (update public.job_workers set seen_at = now(), alive_until = now() where id = p_worker),
       given_back as (
         update public.jobs set state = 'waiting', leased_by = null, attempts = attempts - 1
         where state = 'running' and leased_by = p_worker returning 1)
  select count(*) from given_back
$$;
grant execute on function app.job_worker_end(uuid) to masthead_app;

create function app.job_worker_forget(p_before timestamp with time zone)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from public.job_workers w where w.alive_until < p_before
      and exists (select from public.job_workers o where o.seen_at > w.seen_at) returning 1)
  select count(*) from gone
$$;
grant execute on function app.job_worker_forget(timestamp with time zone) to masthead_app;

create function app.job_workers_seen()
returns TABLE(id uuid, name text, started_at timestamp with time zone, seen_at timestamp with time zone, is_alive boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select w.id, w.name, w.started_at, w.seen_at, w.alive_until > now() from public.job_workers w
  order by w.alive_until > now() desc, w.seen_at desc limit 100
$$;
grant execute on function app.job_workers_seen() to masthead_app;

create function app.keep_former_article_slug()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from public.former_article_slugs f
             where f.tenant_id = new.tenant_id and f.slug = new.slug and f.article_id <> new.id) then
    raise unique_violation using constraint = 'articles_tenant_id_slug_key', message = 'the slug is another article''s former one';
  end if;
  delete from public.former_article_slugs where tenant_id = new.tenant_id and slug = new.slug;
  if old.published_at is not null then
    insert into public.former_article_slugs (tenant_id, slug, article_id) values (old.tenant_id, old.slug, old.id)
    on conflict (tenant_id, slug) do update set article_id = excluded.article_id, given_up_at = now();
  end if;
  return null;
end $$;

create function app.keep_former_tag_slug()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from public.former_tag_slugs where tenant_id = new.tenant_id and slug = new.slug;
  insert into public.former_tag_slugs (tenant_id, slug, tag_id) values (old.tenant_id, old.slug, old.id)
  on conflict (tenant_id, slug) do update set tag_id = excluded.tag_id, given_up_at = now();
  return null;
end $$;

create function app.list_invitations_to(p_email_normalised text)
returns TABLE(id uuid, tenant_id uuid, tenant_slug text, tenant_name text, email text, email_normalised text, role text, invited_by_name text, user_id uuid, token_hash text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.*, i.token_hash
  from public.invitations i cross join lateral app.resolve_invitation(i.token_hash) r
  where i.email_normalised = p_email_normalised and i.accepted_at is null and i.cancelled_at is null and i.expires_at > now()
  order by i.created_at desc limit 20
$$;
grant execute on function app.list_invitations_to(text) to masthead_app;

create function app.list_memberships(p_user_id uuid)
returns TABLE(tenant_id uuid, tenant_slug text, tenant_name text, role text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.id, t.slug, t.name, m.role
  from public.members m join public.tenants t on t.id = m.tenant_id
  where m.user_id = p_user_id and m.status = 'active'
  order by t.name, t.id
$$;
grant execute on function app.list_memberships(uuid) to masthead_app;

create function app.mail_claim(p_id uuid)
returns TABLE(id uuid, payload text, attempts integer)
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.mails m set attempts = m.attempts + 1,
    next_attempt_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(m.attempts, 10)))
  where m.id = p_id and m.expires_at > now()
  returning m.id, m.payload, m.attempts
$$;
grant execute on function app.mail_claim(uuid) to masthead_app;

create function app.mail_claim_due(p_limit integer)
returns TABLE(id uuid, payload text, attempts integer)
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with due as (
    select d.id from public.mails d where d.next_attempt_at <= now() and d.expires_at > now()
    order by d.next_attempt_at limit p_limit for update skip locked)
  update public.mails m set attempts = m.attempts + 1,
    next_attempt_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(m.attempts, 10)))
  from due where m.id = due.id
  returning m.id, m.payload, m.attempts
$$;
grant execute on function app.mail_claim_due(integer) to masthead_app;

create function app.mail_delete(p_id uuid)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from public.mails where id = p_id
$$;
grant execute on function app.mail_delete(uuid) to masthead_app;

create function app.mail_delete_expired(p_limit integer)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from public.mails where id in (select m.id from public.mails m where m.expires_at <= now() limit p_limit) returning 1)
  select count(*) from gone
$$;
grant execute on function app.mail_delete_expired(integer) to masthead_app;

create function app.mail_insert(p_id uuid, p_payload text, p_expires_at timestamp with time zone)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into public.mails (id, payload, next_attempt_at, expires_at)
  values (p_id, p_payload, now() + interval '1 minute', p_expires_at)
$$;
grant execute on function app.mail_insert(uuid,text,timestamp with time zone) to masthead_app;

create function app.new_slot()
returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$ select floor(random() * 2147483648)::integer $$;

create function app.number_events(p_limit integer, p_since timestamp with time zone)
returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  v_last bigint;
  v_since timestamptz;
  v_ids uuid[];
begin
  -- Else the statements below would see what was committed before the lock was there.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'events are numbered in read committed transactions alone';
  end if;
  -- One at a time in a tenant, until its commit.
  select p.last, p.since into v_last, v_since from public.event_positions p where p.tenant_id = v_tenant for no key update;
  if not found then
    insert into public.event_positions (tenant_id) values (v_tenant) on conflict do nothing;
    select p.last, p.since into v_last, v_since from public.event_positions p where p.tenant_id = v_tenant for no key update;
  end if;
  -- Statements of their own, whose snapshots are younger than the lock. Ordered by what the one index has that knows which
  -- events have no position.
  perform from public.events e
  where e.tenant_id = v_tenant and e.position is null and e.written_at >= v_since and e.written_at < p_since
  order by e.written_at limit 1;
  if found then
    v_last := v_last + 1;
    v_since := p_since;
  end if;
  select array_agg(e.id order by e.written_at, e.id) into v_ids from (
    select id, written_at from public.events
    where tenant_id = v_tenant and position is null and written_at >= v_since order by written_at limit p_limit) e;
  update public.events e set position = v_last + n.place
  from unnest(v_ids) with ordinality n (id, place) where e.tenant_id = v_tenant and e.id = n.id and e.position is null;
  update public.event_positions p set last = v_last + coalesce(cardinality(v_ids), 0), since = v_since
  where p.tenant_id = v_tenant;
  return coalesce(cardinality(v_ids), 0);
end $$;
grant execute on function app.number_events(integer,timestamp with time zone) to masthead_app;

create function app.periodic_claim(p_worker uuid, p_names text)
returns TABLE(name text)
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into public.periodic_tasks as p (name, due_at, leased_by, started_at)
  select n, now(), p_worker, now() from jsonb_array_elements_text(p_names::jsonb) n
  on conflict (name) do update set leased_by = p_worker, started_at = now()
  where p.due_at <= now() and not exists (
    select from public.job_workers w where w.id = p.leased_by and w.id <> p_worker and w.alive_until > now())
  returning p.name
$$;
grant execute on function app.periodic_claim(uuid,text) to masthead_app;

create function app.periodic_end(p_worker uuid, p_name text, p_next_ms integer, p_error text)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.periodic_tasks set leased_by = null, finished_at = now(), last_error = p_error,
    due_at = now() + p_next_ms * interval '1 millisecond', failures = case when p_error is null then 0 else failures + 1 end
  where name = p_name and leased_by = p_worker
$$;
grant execute on function app.periodic_end(uuid,text,integer,text) to masthead_app;

create function app.periodic_list()
returns TABLE(name text, due_at timestamp with time zone, started_at timestamp with time zone, finished_at timestamp with time zone, failures integer, last_error text, is_running boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.name, p.due_at, p.started_at, p.finished_at, p.failures, p.last_error, exists (
    select from public.job_workers w where w.id = p.leased_by and w.alive_until > now())
  from public.periodic_tasks p order by p.name
$$;
grant execute on function app.periodic_list() to masthead_app;

create function app.protect(p_table regclass, p_rights text)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('alter table %s enable row level security, force row level security', p_table);
  if p_rights <> '' then execute format('grant %s on %s to masthead_app', p_rights, p_table); end if;
end $$;

create function app.reserve_tenant_slug()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from public.former_tenant_slugs f
             where f.slug = new.slug and f.tenant_id <> new.id and f.given_up_at > now() - interval '90 days') then
    raise unique_violation using constraint = 'tenants_slug_key', message = 'the slug was another organisation''s until lately';
  end if;
  delete from public.former_tenant_slugs where tenant_id = new.id and slug = new.slug;
  if tg_op = 'UPDATE' then
    insert into public.former_tenant_slugs (tenant_id, slug) values (old.id, old.slug)
    on conflict (tenant_id, slug) do update set given_up_at = now();
  end if;
  return null;
end $$;

create function app.reset_password(p_token text, p_password_hash text, p_mail_id uuid, p_mail_payload text, p_mail_expires_at timestamp with time zone)
returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
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
grant execute on function app.reset_password(text,text,uuid,text,timestamp with time zone) to masthead_app;

create function app.resolve_api_key(p_hash text)
returns TABLE(id uuid, tenant_id uuid, kind text, role text, name text, created_by uuid, tenant_slug text, tenant_name text, tenant_plan text, rate_limit_per_minute integer, used_lately boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select k.id, k.tenant_id, k.kind,
    case when array_position(array['viewer', 'author', 'editor', 'admin'], m.role)
            < array_position(array['viewer', 'author', 'editor', 'admin'], k.role) then m.role else k.role end,
    k.name, k.created_by, t.slug, t.name, t.plan,
    k.rate_limit_per_minute, coalesce(k.last_used_at > now() - interval '1 minute', false)
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.user_id = k.created_by and m.status = 'active'
  where k.hash = p_hash
    and (k.revoked_at is null or k.revoked_at > now())
    and (k.expires_at is null or k.expires_at > now())
$$;
grant execute on function app.resolve_api_key(text) to masthead_app;

create function app.resolve_invitation(p_token_hash text)
returns TABLE(id uuid, tenant_id uuid, tenant_slug text, tenant_name text, email text, email_normalised text, role text, invited_by_name text, user_id uuid)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select i.id, i.tenant_id, t.slug, t.name, i.email, i.email_normalised, i.role, m.name, u.id
  from public.invitations i
  join public.tenants t on t.id = i.tenant_id
  join public.members m on m.tenant_id = i.tenant_id and m.user_id = i.invited_by
    and m.status = 'active' and m.role = 'admin'
  left join public.users u on u.email_normalised = i.email_normalised
  where i.token_hash = p_token_hash and i.accepted_at is null and i.cancelled_at is null and i.expires_at > now()
$$;
grant execute on function app.resolve_invitation(text) to masthead_app;

create function app.resolve_session(p_id text)
returns TABLE(id text, user_id uuid, tenant_id uuid, expires_at timestamp with time zone, absolute_expires_at timestamp with time zone, last_seen_at timestamp with time zone, user_name text, user_email text, user_avatar_url text, email_verified boolean, tenant_slug text, tenant_name text, tenant_plan text, role text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.id, s.user_id, s.active_tenant_id, s.expires_at, s.absolute_expires_at, s.last_seen_at,
         u.name, u.email, u.avatar_url, u.email_verified_at is not null, t.slug, t.name, t.plan, m.role
  from public.sessions s
  join public.users u on u.id = s.user_id
  join public.members m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id and m.status = 'active'
  join public.tenants t on t.id = s.active_tenant_id
  where s.id = p_id and s.expires_at > now() and s.absolute_expires_at > now()
$$;
grant execute on function app.resolve_session(text) to masthead_app;

create function app.resolve_site(p_slug text)
returns TABLE(tenant_id uuid, tenant_slug text, tenant_name text, language text, time_zone text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.id, t.slug, t.name, t.language, t.time_zone
  from public.tenants t
  where t.id = coalesce(
    (select c.id from public.tenants c where c.slug = p_slug),
    (select f.tenant_id from public.former_tenant_slugs f where f.slug = p_slug order by f.given_up_at desc limit 1))
$$;
grant execute on function app.resolve_site(text) to masthead_app;

create function app.search_articles(p_query text, p_status text, p_author_id uuid, p_tag text, p_updated_after timestamp with time zone, p_limit integer, p_offset integer)
returns TABLE(id uuid, total bigint, rank real)
language plpgsql stable security definer rows 20
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set enable_bitmapscan = on
set enable_indexscan = on
set jit = off
as $$
#variable_conflict use_column
declare
  c_ranked constant integer := 200; -- the matches that are ranked, at most
  c_looked_at constant integer := 100; -- articles that tell how common the words are
  c_common constant integer := 5; -- matches among them that make the words common
  c_walked constant integer := 10000; -- articles that are walked, at most
  v_tenant_id uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  v_query tsquery := p_query::tsquery;
  v_status text := p_status;
  v_tag_id uuid;
  v_seen integer;
  v_hits integer;
  v_ids uuid[] := '{}';
  v_ranks real[] := '{}';
begin
  if coalesce(current_setting('app.audience', true), '') = 'public' then
    if p_status <> 'published' then return; end if;
    v_status := 'published';
  end if;
  if p_tag is not null then
    select g.id into v_tag_id from public.tags g where g.tenant_id = v_tenant_id and g.slug = p_tag;
    if not found then return; end if;
  end if;

  -- Without bitmaps only an index in the right order is left. The tag is asked for in an expression, not as a join, so
  -- that it is looked up for those articles alone that are walked.
  perform set_config('enable_bitmapscan', 'off', true);
  select count(*), count(*) filter (where w.search @@ v_query and coalesce(v_tag_id is null or (
      select true from public.article_tags x
      where x.tenant_id = v_tenant_id and x.article_id = w.id and x.tag_id = v_tag_id), false))
    into v_seen, v_hits
  from (
    select a.id, a.search from public.articles a
    where a.tenant_id = v_tenant_id
      and (v_status is null or a.status = v_status)
      and (p_author_id is null or a.author_id = p_author_id)
      and (p_updated_after is null or a.updated_at > p_updated_after)
    order by a.updated_at desc, a.id desc limit c_looked_at) w;

  if v_seen < c_looked_at or v_hits >= c_common then
    select coalesce(array_agg(f.id), '{}'), coalesce(array_agg(f.rank), '{}') into v_ids, v_ranks
    from (
      select w.id, ts_rank(w.search, v_query) as rank from (
        select a.id, a.search from public.articles a
        where a.tenant_id = v_tenant_id
          and (v_status is null or a.status = v_status)
          and (p_author_id is null or a.author_id = p_author_id)
          and (p_updated_after is null or a.updated_at > p_updated_after)
        order by a.updated_at desc, a.id desc limit c_walked) w
      where w.search @@ v_query and coalesce(v_tag_id is null or (
        select true from public.article_tags x
        where x.tenant_id = v_tenant_id and x.article_id = w.id and x.tag_id = v_tag_id), false)
      limit c_ranked) f;
  end if;

  if v_seen >= c_looked_at and cardinality(v_ids) < c_ranked then
    -- Without index scans only bitmaps are left: of the full-text index, or of the tag's articles where those are fewer.
    perform set_config('enable_bitmapscan', 'on', true), set_config('enable_indexscan', 'off', true);
    if v_tag_id is null then
      select coalesce(array_agg(f.id), '{}'), coalesce(array_agg(ts_rank(f.search, v_query)), '{}') into v_ids, v_ranks
      from (
        select a.id, a.search from public.articles a
        where a.tenant_id = v_tenant_id and a.search @@ v_query
          and (v_status is null or a.status = v_status)
          and (p_author_id is null or a.author_id = p_author_id)
          and (p_updated_after is null or a.updated_at > p_updated_after)
        order by a.updated_at desc, a.id desc limit c_ranked) f;
    else
      -- As a join: behind "no tag, or one that is there" the planner couldn't begin with the tag.
      select coalesce(array_agg(f.id), '{}'), coalesce(array_agg(ts_rank(f.search, v_query)), '{}') into v_ids, v_ranks
      from (
        select a.id, a.search from public.article_tags x
        join public.articles a on a.tenant_id = v_tenant_id and a.id = x.article_id
        where x.tenant_id = v_tenant_id and x.tag_id = v_tag_id and a.search @@ v_query
          and (v_status is null or a.status = v_status)
          and (p_author_id is null or a.author_id = p_author_id)
          and (p_updated_after is null or a.updated_at > p_updated_after)
        order by a.updated_at desc, a.id desc limit c_ranked) f;
    end if;
  end if;

  return query
    select f.id, cardinality(v_ids)::bigint, f.rank from unnest(v_ids, v_ranks) f (id, rank)
    order by f.rank desc, f.id desc limit p_limit offset p_offset;
end $$;
grant execute on function app.search_articles(text,text,uuid,text,timestamp with time zone,integer,integer) to masthead_app;

create function app.search_words(p_text text)
returns tsvector
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Han, Kana, Hangul, Thai, Lao, Tibetan, Burmese, Khmer.
  c_pairs constant text := '\u0e01-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u309f\u30a1-\u30fa\u30fc-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff';
  v_text text := app.fold(left(p_text, 100000));
  v_pairs text;
begin
  -- A tsvector may have 1 MB: a letter of the longest kind makes 14 bytes of it.
  v_text := left(v_text, case when octet_length(v_text) > 230000 then 70000 else 100000 end);
  if (strpos(v_text, '+') > 0 or strpos(v_text, '#') > 0) and v_text ~ '[a-z0-9][+#]' then
    v_text := regexp_replace(v_text, '([a-z0-9])\+\+(?![a-z+])', '\1plusplus', 'g');
    v_text := regexp_replace(v_text, '([a-z0-9])\+(?![a-z0-9+])', '\1plus', 'g');
    v_text := regexp_replace(v_text, '([a-z0-9])#(?![a-z0-9])', '\1sharp', 'g');
  end if;
  if octet_length(v_text) = length(v_text) then
    -- The parser parts words at all other signs itself.
    return to_tsvector('pg_catalog.simple', translate(v_text, '-./@_:<&+~', '          '));
  end if;
  v_text := regexp_replace(v_text, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e2f\u0e4f\u0e5a\u0e5b\u0f04-\u0f14\u104a-\u104f\u1361-\u1368\u17d4-\u17da\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\ufd3e\ufd3f\ufe10-\ufe6f\uff00-\uff0f\ufffd\U0001f000-\U0001faff]+', ' ', 'g');
  if v_text !~ ('[' || c_pairs || ']') then return to_tsvector('pg_catalog.simple', v_text); end if;
  -- Each letter of a run begins a pair or, as its last, stands alone; the pairs from the first letter on and those from the
  -- second on hold them all. The z before them lets them begin with any sign.
  v_pairs := regexp_replace(regexp_replace(v_text, '[^' || c_pairs || ']+', ' ', 'g'), '(^| ).', ' ', 'g');
  return to_tsvector('pg_catalog.simple', regexp_replace(v_text, '([' || c_pairs || ']{1,2})', ' z\1 ', 'g'))
    || to_tsvector('pg_catalog.simple', regexp_replace(v_pairs, '([^ ]{1,2})', ' z\1 ', 'g'));
end $$;
grant execute on function app.search_words(text) to masthead_app;

create function app.session_delete(p_id text)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from public.sessions where id = p_id
$$;
grant execute on function app.session_delete(text) to masthead_app;

create function app.session_delete_expired()
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (delete from public.sessions where expires_at <= now() or absolute_expires_at <= now() returning 1)
  select count(*) from gone
$$;
grant execute on function app.session_delete_expired() to masthead_app;

create function app.session_delete_expired(p_limit integer)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  -- No session has more time left than until its absolute end.
  with gone as (
    delete from public.sessions where id in (
      select s.id from public.sessions s where s.expires_at <= now() order by s.expires_at limit p_limit)
    returning 1)
  select count(*) from gone
$$;
grant execute on function app.session_delete_expired(integer) to masthead_app;

create function app.session_delete_of_member(p_user_id uuid)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from public.sessions
  where user_id = p_user_id and active_tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
$$;
grant execute on function app.session_delete_of_member(uuid) to masthead_app;

create function app.session_delete_of_user(p_user_id uuid)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from public.sessions where user_id = p_user_id
$$;
grant execute on function app.session_delete_of_user(uuid) to masthead_app;

create function app.session_delete_others(p_user_id uuid, p_keep_id text)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (delete from public.sessions where user_id = p_user_id and id <> p_keep_id returning 1)
  select count(*) from gone
$$;
grant execute on function app.session_delete_others(uuid,text) to masthead_app;

create function app.session_delete_own(p_user_id uuid, p_id text)
returns boolean
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (delete from public.sessions where id = p_id and user_id = p_user_id returning 1)
  select exists (select from gone)
$$;
grant execute on function app.session_delete_own(uuid,text) to masthead_app;

create function app.session_extend(p_id text, p_expires_at timestamp with time zone)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.sessions set expires_at = least(p_expires_at, absolute_expires_at) where id = p_id
$$;
grant execute on function app.session_extend(text,timestamp with time zone) to masthead_app;

create function app.session_insert(p_id text, p_user_id uuid, p_tenant_id uuid, p_expires_at timestamp with time zone, p_absolute_expires_at timestamp with time zone, p_address text, p_user_agent text)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into public.sessions (id, user_id, active_tenant_id, expires_at, absolute_expires_at, address, user_agent)
  select p_id, m.user_id, m.tenant_id, least(p_expires_at, p_absolute_expires_at), p_absolute_expires_at, p_address, p_user_agent
  from public.members m
  where m.tenant_id = p_tenant_id and m.user_id = p_user_id and m.status = 'active'
$$;
grant execute on function app.session_insert(text,uuid,uuid,timestamp with time zone,timestamp with time zone,text,text) to masthead_app;

create function app.session_list_of_user(p_user_id uuid)
returns TABLE(id text, user_id uuid, tenant_id uuid, expires_at timestamp with time zone, absolute_expires_at timestamp with time zone)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.id, s.user_id, s.active_tenant_id, s.expires_at, s.absolute_expires_at
  from public.sessions s where s.user_id = p_user_id and s.expires_at > now() order by s.created_at
$$;
grant execute on function app.session_list_of_user(uuid) to masthead_app;

create function app.session_list_own(p_user_id uuid)
returns TABLE(id text, tenant_name text, address text, user_agent text, created_at timestamp with time zone, last_seen_at timestamp with time zone)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.id, t.name, s.address, s.user_agent, s.created_at, s.last_seen_at
  from public.sessions s join public.tenants t on t.id = s.active_tenant_id
  join public.members m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id and m.status = 'active'
  where s.user_id = p_user_id and s.expires_at > now() and s.absolute_expires_at > now()
  order by s.last_seen_at desc, s.created_at desc limit 200
$$;
grant execute on function app.session_list_own(uuid) to masthead_app;

create function app.session_touch(p_id text)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.sessions set last_seen_at = now() where id = p_id and last_seen_at < now() - interval '5 minutes'
$$;
grant execute on function app.session_touch(text) to masthead_app;

create function app.tag_key(p_name text)
returns text
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select trim(regexp_replace(
    replace(replace(replace(replace(replace(replace(
      app.fold(replace(replace(replace(replace(replace(replace(normalize(p_name, NFC),
        'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'ae'), 'Ö', 'oe'), 'Ü', 'ue')),
      U&'\200b', ''), U&'\115f', ''), U&'\1160', ''), U&'\2800', ''), U&'\061c', ''), U&'\180e', ''),
    '[ \t_\u2010-\u2015-]+', ' ', 'g'))
$$;
grant execute on function app.tag_key(text) to masthead_app;

create function app.tenants_with_due_articles(p_max integer)
returns TABLE(tenant_id uuid, tenant_slug text, tenant_name text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  c_looked_at constant integer := 1000; -- due articles that are looked at first
  v_seen integer;
  v_tenants uuid[];
begin
  select count(*), array_agg(distinct d.tenant_id) into v_seen, v_tenants
  from (
    select a.tenant_id from public.articles a
    where case when a.publish_at is null then a.unpublish_at else a.publish_at end <= now() and a.schedule_problem is null
    order by case when a.publish_at is null then a.unpublish_at else a.publish_at end limit c_looked_at) d;

  if v_seen = c_looked_at then
    -- They may all be one tenant's: every tenant that has something planned is asked for what is due.
    with recursive planning as (
      (select a.tenant_id from public.articles a
        where case when a.publish_at is null then a.unpublish_at else a.publish_at end is not null order by a.tenant_id limit 1)
      union all
      select (select a.tenant_id from public.articles a
        where case when a.publish_at is null then a.unpublish_at else a.publish_at end is not null and a.tenant_id > p.tenant_id order by a.tenant_id limit 1)
      from planning p where p.tenant_id is not null)
    select array_agg(p.tenant_id) into v_tenants
    from planning p
    where exists (select from public.articles a where a.tenant_id = p.tenant_id
      and case when a.publish_at is null then a.unpublish_at else a.publish_at end <= now() and a.schedule_problem is null);
  end if;

  return query
    select t.id, t.slug, t.name from public.tenants t where t.id = any(v_tenants)
    order by random() limit p_max;
end $$;
grant execute on function app.tenants_with_due_articles(integer) to masthead_app;

create function app.token_consume(p_id text, p_purpose text)
returns TABLE(user_id uuid, email text, email_normalised text)
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.account_tokens k set used_at = now(), payload = null
  where k.id = p_id and k.purpose = p_purpose and k.used_at is null and k.expires_at > now()
  returning k.user_id, k.email, k.email_normalised
$$;
grant execute on function app.token_consume(text,text) to masthead_app;

create function app.token_delete_expired(p_limit integer)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from public.account_tokens where id in (
      select k.id from public.account_tokens k where k.expires_at <= now() - interval '1 day' order by k.expires_at limit p_limit)
    returning 1)
  select count(*) from gone
$$;
grant execute on function app.token_delete_expired(integer) to masthead_app;

create function app.token_insert(p_id text, p_purpose text, p_user_id uuid, p_email text, p_email_normalised text, p_payload text, p_expires_at timestamp with time zone)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into public.account_tokens (id, purpose, user_id, email, email_normalised, payload, expires_at)
  values (p_id, p_purpose, p_user_id, p_email, p_email_normalised, p_payload, p_expires_at)
$$;
grant execute on function app.token_insert(text,text,uuid,text,text,text,timestamp with time zone) to masthead_app;

create function app.token_peek(p_id text, p_purpose text)
returns TABLE(user_id uuid, email text, email_normalised text, payload text, user_name text, user_email text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select k.user_id, k.email, k.email_normalised, k.payload, u.name, u.email
  from public.account_tokens k left join public.users u on u.id = k.user_id
  where k.id = p_id and k.purpose = p_purpose and k.used_at is null and k.expires_at > now()
$$;
grant execute on function app.token_peek(text,text) to masthead_app;

create function app.token_revoke(p_user_id uuid, p_purpose text)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.account_tokens set used_at = now(), payload = null
  where user_id = p_user_id and used_at is null and (p_purpose is null or purpose = p_purpose)
$$;
grant execute on function app.token_revoke(uuid,text) to masthead_app;

create function app.touch_api_key(p_tenant_id uuid, p_id uuid)
returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update public.api_keys set last_used_at = now()
  where tenant_id = p_tenant_id and id = p_id and (last_used_at is null or last_used_at < now() - interval '1 minute')
$$;
grant execute on function app.touch_api_key(uuid,uuid) to masthead_app;

create function app.two_factor_confirm(p_user_id uuid, p_secret text, p_step bigint, p_hashes text[])
returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update public.two_factor set confirmed_at = now(), last_step = p_step
  where user_id = p_user_id and secret = p_secret and confirmed_at is null;
  if not found then return false; end if;
  perform app.two_factor_renew_codes(p_user_id, p_hashes);
  return true;
end $$;
grant execute on function app.two_factor_confirm(uuid,text,bigint,text[]) to masthead_app;

create function app.two_factor_get(p_user_id uuid)
returns TABLE(secret text, confirmed_at timestamp with time zone, last_step bigint, recovery_left bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select f.secret, f.confirmed_at, f.last_step,
    (select count(*) from public.recovery_codes r where r.user_id = f.user_id)
  from public.two_factor f where f.user_id = p_user_id
$$;
grant execute on function app.two_factor_get(uuid) to masthead_app;

create function app.two_factor_remove(p_user_id uuid)
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from public.recovery_codes where user_id = p_user_id;
  delete from public.two_factor where user_id = p_user_id;
end $$;
grant execute on function app.two_factor_remove(uuid) to masthead_app;

create function app.two_factor_renew_codes(p_user_id uuid, p_hashes text[])
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from public.recovery_codes where user_id = p_user_id;
  insert into public.recovery_codes (user_id, hash)
  select f.user_id, h from public.two_factor f, unnest(p_hashes) h where f.user_id = p_user_id and f.confirmed_at is not null;
end $$;
grant execute on function app.two_factor_renew_codes(uuid,text[]) to masthead_app;

create function app.two_factor_start(p_user_id uuid, p_secret text)
returns boolean
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with made as (
    insert into public.two_factor as f (user_id, secret) values (p_user_id, p_secret)
    on conflict (user_id) do update set secret = excluded.secret, created_at = now() where f.confirmed_at is null
    returning 1)
  select exists (select from made)
$$;
grant execute on function app.two_factor_start(uuid,text) to masthead_app;

create function app.two_factor_use_code(p_user_id uuid, p_hash text)
returns boolean
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with used as (delete from public.recovery_codes where user_id = p_user_id and hash = p_hash returning 1)
  select exists (select from used)
$$;
grant execute on function app.two_factor_use_code(uuid,text) to masthead_app;

create function app.two_factor_use_step(p_user_id uuid, p_step bigint)
returns boolean
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with used as (
    update public.two_factor set last_step = p_step
    where user_id = p_user_id and confirmed_at is not null and (last_step is null or last_step < p_step) returning 1)
  select exists (select from used)
$$;
grant execute on function app.two_factor_use_step(uuid,bigint) to masthead_app;

create function app.verify_email(p_token text)
returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare v_token record; begin
  select * into v_token from app.token_consume(p_token, 'verify_email');
  if not found then return false; end if;
  update public.users set email_verified_at = coalesce(email_verified_at, now())
  where id = v_token.user_id and email_normalised = v_token.email_normalised;
  return found;
end $$;
grant execute on function app.verify_email(text) to masthead_app;

create function app.webhook_delete_old(p_before timestamp with time zone, p_limit integer)
returns bigint
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  with old as (
    select d.tenant_id, d.id from public.webhook_deliveries d
    where d.created_at < p_before and (d.status in ('delivered', 'failed') or not exists (
      select from public.webhook_endpoints w where w.tenant_id = d.tenant_id and w.id = d.endpoint_id))
    order by d.created_at limit p_limit for update of d skip locked),
  gone as (
    delete from public.webhook_deliveries d using old where d.tenant_id = old.tenant_id and d.id = old.id returning 1)
  select count(*) from gone
$$;
grant execute on function app.webhook_delete_old(timestamp with time zone,integer) to masthead_app;

create function app.webhook_job_ended()
returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update public.webhook_deliveries d set status = 'failed', next_attempt_at = null, finished_at = now()
  where d.tenant_id = old.tenant_id and d.id = (old.payload ->> 'deliveryId')::uuid and d.job_id = old.id and d.status = 'pending';
  return null;
end $$;

create function app.webhook_tenants_with_news(p_limit integer)
returns TABLE(tenant_id uuid, tenant_slug text, tenant_name text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.id, t.slug, t.name
  from (
    select w.tenant_id, min(w.position) as position from public.webhook_endpoints w
    where w.status = 'active' and not w.is_resuming group by w.tenant_id) w
  join public.tenants t on t.id = w.tenant_id
  left join public.event_positions p on p.tenant_id = w.tenant_id
  where coalesce(p.last, 0) > w.position
    or exists (
      select from public.events e
      where e.tenant_id = w.tenant_id and e.position is null and e.written_at >= coalesce(p.since, '-infinity'))
  order by random() limit p_limit
$$;
grant execute on function app.webhook_tenants_with_news(integer) to masthead_app;

-- Anything else

-- relation of kind S: jobs_seq_seq
