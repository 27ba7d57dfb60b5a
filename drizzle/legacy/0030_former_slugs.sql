-- Former slugs of articles, tags and organisations: an address that was public once leads on to where the thing is now, and is
-- kept from others. Triggers note them, so that no way of changing a slug forgets to. What never was public isn't kept.

create table former_article_slugs (
  tenant_id uuid not null,
  slug text not null,
  article_id uuid not null,
  given_up_at timestamp (3) with time zone default now() not null,
  constraint former_article_slugs_tenant_id_slug_pk primary key (tenant_id, slug),
  constraint former_article_slugs_article_fk foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade
);
--> statement-breakpoint
create index former_article_slugs_article_idx on former_article_slugs (tenant_id, article_id);
--> statement-breakpoint
create table former_tag_slugs (
  tenant_id uuid not null,
  slug text not null,
  tag_id uuid not null,
  given_up_at timestamp (3) with time zone default now() not null,
  constraint former_tag_slugs_tenant_id_slug_pk primary key (tenant_id, slug),
  constraint former_tag_slugs_tag_fk foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade
);
--> statement-breakpoint
create index former_tag_slugs_tag_idx on former_tag_slugs (tenant_id, tag_id);
--> statement-breakpoint
create table former_tenant_slugs (
  tenant_id uuid not null,
  slug text not null,
  given_up_at timestamp (3) with time zone default now() not null,
  constraint former_tenant_slugs_tenant_id_slug_pk primary key (tenant_id, slug),
  constraint former_tenant_slugs_tenant_fk foreign key (tenant_id) references tenants (id) on delete cascade
);
--> statement-breakpoint
-- For the look-up before a tenant is known.
create index former_tenant_slugs_slug_idx on former_tenant_slugs (slug, given_up_at);
--> statement-breakpoint
do $$ declare tenant_table text; begin
  foreach tenant_table in array array['former_article_slugs', 'former_tag_slugs', 'former_tenant_slugs'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format($policy$create policy tenant_isolation on %I
      using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
      with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))$policy$, tenant_table);
  end loop;
end $$;
--> statement-breakpoint
-- Written by triggers that run as the owner; the program reads the first two.
grant select on former_article_slugs, former_tag_slugs to masthead_app;
--> statement-breakpoint
create policy owner_access on former_tenant_slugs to current_user using (true) with check (true);
--> statement-breakpoint
create function app.keep_former_article_slug() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
--> statement-breakpoint
create trigger keep_former_slug after update of slug on articles
  for each row when (old.slug is distinct from new.slug) execute function app.keep_former_article_slug();
--> statement-breakpoint
-- A new tag may take over a former slug, since people name tags and not their addresses: the present one is always looked for first.
create function app.keep_former_tag_slug() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.former_tag_slugs where tenant_id = new.tenant_id and slug = new.slug;
  insert into public.former_tag_slugs (tenant_id, slug, tag_id) values (old.tenant_id, old.slug, old.id)
  on conflict (tenant_id, slug) do update set tag_id = excluded.tag_id, given_up_at = now();
  return null;
end $$;
--> statement-breakpoint
create trigger keep_former_slug after update of slug on tags
  for each row when (old.slug is distinct from new.slug) execute function app.keep_former_tag_slug();
--> statement-breakpoint
-- After the row is written, so that whoever waited for the unique key sees what the other one has committed.
create function app.reserve_tenant_slug() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
--> statement-breakpoint
create trigger reserve_slug_of_new after insert on tenants for each row execute function app.reserve_tenant_slug();
--> statement-breakpoint
create trigger reserve_slug after update of slug on tenants
  for each row when (old.slug is distinct from new.slug) execute function app.reserve_tenant_slug();
--> statement-breakpoint
revoke execute on function app.keep_former_article_slug(), app.keep_former_tag_slug(), app.reserve_tenant_slug() from public;
