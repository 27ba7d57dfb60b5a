-- What a publication's pages need to speak their readers' language, and what the public audience may see.

alter table tenants add column language text default 'en' not null;
--> statement-breakpoint
alter table tenants add column time_zone text default 'UTC' not null;
--> statement-breakpoint
grant update (language, time_zone) on tenants to masthead_app;
--> statement-breakpoint
-- The tenant behind a public address such as /p/acme. A former slug leads to whoever gave it up last, if nobody has it now.
drop function app.resolve_site(text);
--> statement-breakpoint
create function app.resolve_site(p_slug text)
returns table (tenant_id uuid, tenant_slug text, tenant_name text, language text, time_zone text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.slug, t.name, t.language, t.time_zone
  from public.tenants t
  where t.id = coalesce(
    (select c.id from public.tenants c where c.slug = p_slug),
    (select f.tenant_id from public.former_tenant_slugs f where f.slug = p_slug order by f.given_up_at desc limit 1))
$$;
--> statement-breakpoint
revoke execute on function app.resolve_site(text) from public;
--> statement-breakpoint
grant execute on function app.resolve_site(text) to masthead_app;
--> statement-breakpoint
-- Whether an organisation can take a slug: nobody has it, and nobody else gave it up in the last 90 days.
create function app.is_tenant_slug_free(p_slug text, p_tenant_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (select from public.tenants t where t.slug = p_slug and t.id is distinct from p_tenant_id)
    and not exists (select from public.former_tenant_slugs f where f.slug = p_slug
      and f.tenant_id is distinct from p_tenant_id and f.given_up_at > now() - interval '90 days')
$$;
--> statement-breakpoint
revoke execute on function app.is_tenant_slug_free(text, uuid) from public;
--> statement-breakpoint
grant execute on function app.is_tenant_slug_free(text, uuid) to masthead_app;
--> statement-breakpoint

-- The second wall behind the services, for the public audience: what belongs to published articles and approved comments, and
-- nothing of how the organisation works. Functions of the owner, so that no policy runs within another. Names of tags stay
-- visible: whether one is on something published can't be asked at a bounded cost; on what a tag is, is closed.
create function app.is_published(p_article_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.articles a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and a.id = p_article_id and a.status = 'published')
$$;
--> statement-breakpoint
create function app.is_public_author(p_user_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.articles a
      where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        and a.author_id = p_user_id and a.status = 'published')
    or exists (select from public.comments c
      where c.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        and c.author_id = p_user_id and c.status = 'approved')
$$;
--> statement-breakpoint
revoke execute on function app.is_published(uuid), app.is_public_author(uuid) from public;
--> statement-breakpoint
grant execute on function app.is_published(uuid), app.is_public_author(uuid) to masthead_app;
--> statement-breakpoint
create index comments_author_idx on comments using btree (tenant_id, author_id, status);
--> statement-breakpoint
create policy published_only on article_tags as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or app.is_published(article_id));
--> statement-breakpoint
create policy authors_only on members as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or app.is_public_author(user_id));
--> statement-breakpoint
create policy published_only on former_article_slugs as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public' or app.is_published(article_id));
--> statement-breakpoint
create policy staff_only on events as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
--> statement-breakpoint
create policy staff_only on api_keys as restrictive for select to masthead_app
  using ((select coalesce(current_setting('app.audience', true), '')) <> 'public');
--> statement-breakpoint

-- What somebody wrote stays: a member's row can't take articles, comments or revisions along. Who deletes
-- an organisation deletes its articles first.
alter table articles drop constraint articles_tenant_id_author_id_members_tenant_id_user_id_fk,
  add constraint articles_tenant_id_author_id_members_tenant_id_user_id_fk foreign key (tenant_id, author_id)
    references members (tenant_id, user_id);
--> statement-breakpoint
alter table comments drop constraint comments_tenant_id_author_id_members_tenant_id_user_id_fk,
  add constraint comments_tenant_id_author_id_members_tenant_id_user_id_fk foreign key (tenant_id, author_id)
    references members (tenant_id, user_id);
--> statement-breakpoint
alter table article_revisions drop constraint article_revisions_tenant_id_saved_by_members_tenant_id_user_id_fk,
  add constraint article_revisions_tenant_id_saved_by_members_tenant_id_user_id_fk foreign key (tenant_id, saved_by)
    references members (tenant_id, user_id);
