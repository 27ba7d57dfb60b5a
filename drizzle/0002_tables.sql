-- Tables, keys and indexes, as src/db/schema has them, where each is explained. Row security and rights are in
-- 0007_row_security.sql.

-- Organisations and people

create table tenants (
  id uuid not null,
  slug text not null,
  name text not null,
  created_at timestamptz(3) default now() not null,
  updated_at timestamptz(3) default now() not null,
  comments_moderated boolean default false not null,
  version integer default 1 not null,
  plan text default 'standard' not null,
  language text default 'en' not null,
  time_zone text default 'UTC' not null,
  constraint tenants_pkey primary key (id),
  constraint tenants_slug_key unique (slug),
  constraint tenants_plan_check check (plan in ('small', 'standard', 'large')),
  constraint tenants_slug_form check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 63)
);

create table users (
  id uuid not null,
  email text not null,
  email_normalised text not null,
  name text not null,
  avatar_url text,
  password_hash text not null,
  created_at timestamptz(3) default now() not null,
  updated_at timestamptz(3) default now() not null,
  email_verified_at timestamptz(3),
  constraint users_pkey primary key (id),
  constraint users_email_normalised_key unique (email_normalised),
  constraint users_password_is_argon2id check (password_hash like '$argon2id$%')
);

create table members (
  tenant_id uuid not null,
  user_id uuid not null,
  role text not null,
  status text default 'active' not null,
  name text not null,
  avatar_url text,
  created_at timestamptz(3) default now() not null,
  updated_at timestamptz(3) default now() not null,
  version integer default 1 not null,
  constraint members_tenant_id_user_id_pk primary key (tenant_id, user_id),
  constraint members_tenant_id_tenants_id_fk foreign key (tenant_id) references tenants (id) on delete cascade,
  constraint members_user_id_users_id_fk foreign key (user_id) references users (id),
  constraint members_role_check check (role in ('admin', 'editor', 'author', 'viewer')),
  constraint members_status_check check (status in ('active', 'suspended', 'removed'))
);
create index members_user_id_idx on members (user_id);

create table sessions (
  id text not null,
  user_id uuid not null,
  active_tenant_id uuid not null,
  address text,
  user_agent text,
  created_at timestamptz(3) default now() not null,
  expires_at timestamptz(3) not null,
  absolute_expires_at timestamptz(3) not null,
  last_seen_at timestamptz(3) default now() not null,
  constraint sessions_pkey primary key (id),
  constraint sessions_active_tenant_id_user_id_members_tenant_id_user_id_fk foreign key (active_tenant_id, user_id) references members (tenant_id, user_id) on delete cascade
);
create index sessions_expires_at_idx on sessions (expires_at);
create index sessions_user_id_idx on sessions (user_id);

create table account_tokens (
  id text not null,
  purpose text not null,
  user_id uuid,
  email text not null,
  email_normalised text not null,
  payload text,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  created_at timestamptz(3) default now() not null,
  constraint account_tokens_pkey primary key (id),
  constraint account_tokens_user_id_users_id_fk foreign key (user_id) references users (id) on delete cascade,
  constraint account_tokens_purpose_check check (purpose in ('verify_email', 'change_email', 'reset_password', 'sign_up', 'sign_in', 'membership'))
);
create index account_tokens_expires_at_idx on account_tokens (expires_at);
create index account_tokens_user_id_idx on account_tokens (user_id, purpose);

create table two_factor (
  user_id uuid not null,
  secret text not null,
  confirmed_at timestamptz(3),
  last_step bigint,
  created_at timestamptz(3) default now() not null,
  constraint two_factor_pkey primary key (user_id),
  constraint two_factor_user_id_users_id_fk foreign key (user_id) references users (id) on delete cascade
);

create table recovery_codes (
  user_id uuid not null,
  hash text not null,
  constraint recovery_codes_user_id_hash_pk primary key (user_id, hash),
  constraint recovery_codes_user_id_users_id_fk foreign key (user_id) references users (id) on delete cascade
);

create table mails (
  id uuid not null,
  payload text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) default now() not null,
  constraint mails_pkey primary key (id)
);
create index mails_next_attempt_at_idx on mails (next_attempt_at);

create table invitations (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  email_normalised text not null,
  role text not null,
  token_hash text not null,
  invited_by uuid not null,
  created_at timestamptz(3) default now() not null,
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  cancelled_at timestamptz(3),
  version integer default 1 not null,
  constraint invitations_tenant_id_id_pk primary key (tenant_id, id),
  constraint invitations_tenant_id_token_hash_key unique (tenant_id, token_hash),
  constraint invitations_tenant_id_invited_by_members_tenant_id_user_id_fk foreign key (tenant_id, invited_by) references members (tenant_id, user_id) on delete cascade,
  constraint invitations_role_check check (role in ('admin', 'editor', 'author', 'viewer'))
);
create unique index invitations_open_key on invitations (tenant_id, email_normalised) where accepted_at is null and cancelled_at is null;
create index invitations_open_to_idx on invitations (email_normalised) where accepted_at is null and cancelled_at is null;
create index invitations_token_hash_idx on invitations (token_hash);

create table api_keys (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  role text not null,
  hash text not null,
  hint text not null,
  created_by uuid not null,
  created_at timestamptz(3) default now() not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  rate_limit_per_minute integer,
  replaced_by uuid,
  version integer default 1 not null,
  constraint api_keys_tenant_id_id_pk primary key (tenant_id, id),
  constraint api_keys_tenant_id_hash_key unique (tenant_id, hash),
  constraint api_keys_tenant_id_created_by_members_tenant_id_user_id_fk foreign key (tenant_id, created_by) references members (tenant_id, user_id) on delete cascade,
  constraint api_keys_tenant_id_replaced_by_api_keys_tenant_id_id_fk foreign key (tenant_id, replaced_by) references api_keys (tenant_id, id),
  constraint api_keys_kind_check check (kind in ('secret', 'publishable')),
  constraint api_keys_rate_limit_check check (rate_limit_per_minute between 1 and 100000),
  constraint api_keys_role_check check (role in ('admin', 'editor', 'author', 'viewer'))
);
create index api_keys_hash_idx on api_keys (hash);

-- Articles and what belongs to them

create table articles (
  tenant_id uuid not null,
  id uuid not null,
  author_id uuid not null,
  slug text not null,
  title text not null,
  content text not null,
  excerpt text default '' not null,
  status text default 'draft' not null,
  version integer default 1 not null,
  published_at timestamptz(3),
  created_at timestamptz(3) default now() not null,
  updated_at timestamptz(3) default now() not null,
  state_version integer default 1,
  search tsvector generated always as (setweight(app.search_words(title), 'A') || setweight(app.search_words(content), 'B')) stored,
  constraint articles_tenant_id_id_pk primary key (tenant_id, id),
  constraint articles_tenant_id_slug_key unique (tenant_id, slug),
  constraint articles_tenant_id_author_id_members_tenant_id_user_id_fk foreign key (tenant_id, author_id) references members (tenant_id, user_id),
  constraint articles_published_has_date check (status <> 'published' or published_at is not null),
  constraint articles_status_check check (status in ('draft', 'published', 'archived'))
);
-- Search reads the word lists of hundreds of articles: beside the row they are read three times as fast as out of line.
alter table articles alter column search set storage main;
create index articles_any_published_idx on articles (tenant_id, published_at, id) where published_at is not null;
create index articles_author_created_idx on articles (tenant_id, author_id, created_at, id);
create index articles_author_published_idx on articles (tenant_id, author_id, published_at, id) where published_at is not null;
create index articles_author_updated_idx on articles (tenant_id, author_id, updated_at, id);
create index articles_created_idx on articles (tenant_id, created_at, id);
create index articles_published_idx on articles (tenant_id, status, published_at, id);
create index articles_search_idx on articles using gin (tenant_id, search);
create index articles_status_created_idx on articles (tenant_id, status, created_at, id);
create index articles_status_updated_idx on articles (tenant_id, status, updated_at, id);
create index articles_updated_idx on articles (tenant_id, updated_at, id);

create table tags (
  tenant_id uuid not null,
  id uuid not null,
  slug text not null,
  name text not null,
  created_at timestamptz(3) default now() not null,
  version integer default 1 not null,
  updated_at timestamptz(3) default now() not null,
  key text generated always as (app.tag_key(name)) stored not null,
  constraint tags_tenant_id_id_pk primary key (tenant_id, id),
  constraint tags_tenant_id_key_key unique (tenant_id, key),
  constraint tags_tenant_id_slug_key unique (tenant_id, slug),
  constraint tags_tenant_id_tenants_id_fk foreign key (tenant_id) references tenants (id) on delete cascade
);

create table article_tags (
  tenant_id uuid not null,
  article_id uuid not null,
  tag_id uuid not null,
  constraint article_tags_tenant_id_article_id_tag_id_pk primary key (tenant_id, article_id, tag_id),
  constraint article_tags_tenant_id_article_id_articles_tenant_id_id_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade,
  constraint article_tags_tenant_id_tag_id_tags_tenant_id_id_fk foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade
);
-- How many articles carry a tag differs by tag, and each tenant has its own: the hundred most used of all tenants, the
-- default, leave most of them unknown.
alter table article_tags alter column tag_id set statistics 1000;
create index article_tags_tag_idx on article_tags (tenant_id, tag_id, article_id);

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
  started_at timestamptz(3) default now() not null,
  saved_at timestamptz(3) default now() not null,
  constraint article_revisions_tenant_id_id_pk primary key (tenant_id, id),
  constraint article_revisions_number_key unique (tenant_id, article_id, number),
  constraint article_revisions_tenant_id_article_id_articles_tenant_id_id_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade,
  constraint article_revisions_tenant_id_saved_by_members_tenant_id_user_id_ foreign key (tenant_id, saved_by) references members (tenant_id, user_id)
);

create table article_sources (
  tenant_id uuid not null,
  article_id uuid not null,
  importer text not null,
  path text not null,
  fingerprint text,
  constraint article_sources_tenant_id_article_id_importer_pk primary key (tenant_id, article_id, importer),
  constraint article_sources_path_key unique (tenant_id, importer, path),
  constraint article_sources_tenant_id_article_id_articles_tenant_id_id_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade
);

create table former_article_slugs (
  tenant_id uuid not null,
  slug text not null,
  article_id uuid not null,
  given_up_at timestamptz(3) default now() not null,
  constraint former_article_slugs_tenant_id_slug_pk primary key (tenant_id, slug),
  constraint former_article_slugs_article_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade
);
create index former_article_slugs_article_idx on former_article_slugs (tenant_id, article_id);

create table former_tag_slugs (
  tenant_id uuid not null,
  slug text not null,
  tag_id uuid not null,
  given_up_at timestamptz(3) default now() not null,
  constraint former_tag_slugs_tenant_id_slug_pk primary key (tenant_id, slug),
  constraint former_tag_slugs_tag_fk foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade
);
create index former_tag_slugs_tag_idx on former_tag_slugs (tenant_id, tag_id);

create table former_tenant_slugs (
  tenant_id uuid not null,
  slug text not null,
  given_up_at timestamptz(3) default now() not null,
  constraint former_tenant_slugs_tenant_id_slug_pk primary key (tenant_id, slug),
  constraint former_tenant_slugs_tenant_fk foreign key (tenant_id) references tenants (id) on delete cascade
);
create index former_tenant_slugs_slug_idx on former_tenant_slugs (slug, given_up_at);

-- Readers

create table comments (
  tenant_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  author_id uuid not null,
  body text not null,
  created_at timestamptz(3) default now() not null,
  status text default 'approved' not null,
  version integer default 1 not null,
  updated_at timestamptz(3) default now() not null,
  constraint comments_tenant_id_id_pk primary key (tenant_id, id),
  constraint comments_tenant_id_article_id_articles_tenant_id_id_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade,
  constraint comments_tenant_id_author_id_members_tenant_id_user_id_fk foreign key (tenant_id, author_id) references members (tenant_id, user_id),
  constraint comments_status_check check (status in ('pending', 'approved', 'rejected'))
);
create index comments_article_idx on comments (tenant_id, article_id, id);
create index comments_author_idx on comments (tenant_id, author_id, status);
create index comments_status_idx on comments (tenant_id, status, id);

create table likes (
  tenant_id uuid not null,
  article_id uuid not null,
  user_id uuid not null,
  created_at timestamptz(3) default now() not null,
  constraint likes_tenant_id_article_id_user_id_pk primary key (tenant_id, article_id, user_id),
  constraint likes_tenant_id_article_id_articles_tenant_id_id_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade,
  constraint likes_tenant_id_user_id_members_tenant_id_user_id_fk foreign key (tenant_id, user_id) references members (tenant_id, user_id) on delete cascade
);

-- Counters, in slots

create table article_counts (
  tenant_id uuid not null,
  article_id uuid not null,
  slot integer not null,
  likes bigint default 0 not null,
  comments bigint default 0 not null,
  constraint article_counts_tenant_id_article_id_slot_pk primary key (tenant_id, article_id, slot),
  constraint article_counts_tenant_id_article_id_articles_tenant_id_id_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade
);

create table article_totals (
  tenant_id uuid not null,
  scope text not null,
  status text not null,
  slot integer not null,
  total bigint default 0 not null,
  bytes bigint default 0 not null,
  constraint article_totals_tenant_id_scope_status_slot_pk primary key (tenant_id, scope, status, slot),
  constraint article_totals_tenant_id_tenants_id_fk foreign key (tenant_id) references tenants (id) on delete cascade
);

create table tenant_totals (
  tenant_id uuid not null,
  subject text not null,
  slot integer not null,
  total bigint default 0 not null,
  constraint tenant_totals_tenant_id_subject_slot_pk primary key (tenant_id, subject, slot),
  constraint tenant_totals_tenant_id_tenants_id_fk foreign key (tenant_id) references tenants (id) on delete cascade
);

-- The log, and first answers

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
  created_at timestamptz(3) default now() not null,
  address text,
  constraint events_tenant_id_id_pk primary key (tenant_id, id),
  constraint events_tenant_id_tenants_id_fk foreign key (tenant_id) references tenants (id) on delete cascade,
  constraint events_actor_type_check check (actor_type in ('member', 'api_key', 'system'))
);
create index events_actor_idx on events (tenant_id, actor_id, id);
create index events_request_idx on events (tenant_id, request_id, id);
create index events_subject_idx on events (tenant_id, subject_id, id);
create index events_type_idx on events (tenant_id, type, id);

create table idempotency_keys (
  tenant_id uuid not null,
  actor_id uuid not null,
  key text not null,
  request_hash text not null,
  status smallint not null,
  answer text not null,
  created_at timestamptz(3) default now() not null,
  expires_at timestamptz(3) not null,
  constraint idempotency_keys_tenant_id_actor_id_key_pk primary key (tenant_id, actor_id, key),
  constraint idempotency_keys_tenant_id_tenants_id_fk foreign key (tenant_id) references tenants (id) on delete cascade
);
-- An answer of up to a page's size stays in its row, uncompressed since it is encrypted: it is read by its key alone.
alter table idempotency_keys alter column answer set storage main;
alter table idempotency_keys set (toast_tuple_target = 8160);
create index idempotency_keys_expires_at_idx on idempotency_keys (expires_at);
