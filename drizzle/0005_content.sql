-- Articles: what the public may see, search, first answers, former slugs.

-- The second wall behind the services, for the public audience: what belongs to published articles and approved comments, and
-- nothing of how the organisation works. Functions of the owner, so that no policy runs within another. Names of tags stay
-- visible: whether one is on something published can't be asked at a bounded cost; on what a tag is, is closed.
create function app.is_published(p_article_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.articles a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and a.id = p_article_id and a.status = 'published')
$$;

create function app.is_public_author(p_user_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.articles a
      where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        and a.author_id = p_user_id and a.status = 'published')
    or exists (select from public.comments c
      where c.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        and c.author_id = p_user_id and c.status = 'approved')
$$;

-- Full-text search of the current tenant. Under row security `@@` can't use its index, since it is not leakproof; here
-- the tenant is read from the transaction's setting itself, never from an argument, so no caller can ask for another's.
-- The query is a tsquery's text: the program has made it of words (src/server/search/query.ts).
--
-- Ranks the matches that were changed last, 200 at most, so `total` is at most 200. There are two ways to them, and a
-- look at the newest 100 articles decides, for the planner knows neither this tenant's words nor what reading them costs:
-- * Common words: walk the articles newest first until there are enough. The full-text index would collect every match
--   there is (41,000 of 100,000, say) before the first of them is looked at.
-- * Rare words: that index, which then collects few.
create function app.search_articles(p_query text, p_status text, p_author_id uuid, p_tag text,
                                               p_updated_after timestamptz, p_limit integer, p_offset integer)
returns table (id uuid, total bigint, rank real)
language plpgsql stable security definer rows 20
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a filter that isn't asked for is no part of the plan
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

-- An expired key is as good as a new one, deleted or not; this only gives the room back. Returns how many it deleted, at
-- most p_max, so that no statement runs long.
create function app.delete_expired_idempotency_keys(p_max integer)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with expired as (select tenant_id, actor_id, key from public.idempotency_keys where expires_at <= now() limit p_max),
       gone as (delete from public.idempotency_keys k using expired e
                where k.tenant_id = e.tenant_id and k.actor_id = e.actor_id and k.key = e.key returning 1)
  select count(*) from gone
$$;

-- Former slugs: an address that was public once leads on to where the thing is now, and is kept from others. Triggers note
-- them, so that no way of changing a slug forgets to. What never was public isn't kept.
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

-- A new tag may take over a former slug, since people name tags and not their addresses: the present one is always looked for first.
create function app.keep_former_tag_slug() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.former_tag_slugs where tenant_id = new.tenant_id and slug = new.slug;
  insert into public.former_tag_slugs (tenant_id, slug, tag_id) values (old.tenant_id, old.slug, old.id)
  on conflict (tenant_id, slug) do update set tag_id = excluded.tag_id, given_up_at = now();
  return null;
end $$;

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

create trigger keep_former_slug after update of slug on articles
  for each row when (old.slug is distinct from new.slug) execute function app.keep_former_article_slug();
create trigger keep_former_slug after update of slug on tags
  for each row when (old.slug is distinct from new.slug) execute function app.keep_former_tag_slug();
create trigger reserve_slug_of_new after insert on tenants for each row execute function app.reserve_tenant_slug();
create trigger reserve_slug after update of slug on tenants
  for each row when (old.slug is distinct from new.slug) execute function app.reserve_tenant_slug();

revoke execute on function
  app.is_published, app.is_public_author, app.search_articles, app.claim_idempotency_key,
  app.delete_expired_idempotency_keys, app.keep_former_article_slug, app.keep_former_tag_slug, app.reserve_tenant_slug
from public;
grant execute on function
  app.is_published, app.is_public_author, app.search_articles, app.claim_idempotency_key,
  app.delete_expired_idempotency_keys
to masthead_app;
