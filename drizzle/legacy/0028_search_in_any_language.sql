-- Search in any language: words as they are written, without case and accents, and pairs of letters for scripts that put no
-- blanks between words. It needs neither a language nor an extension. src/server/search/fold.ts does the same with queries.

-- Lower case must not depend on the locale of the database: with "C" it would know of A to Z alone.
do $$ declare v_collation text := coalesce(
  (select 'pg_catalog.pg_c_utf8' from pg_collation where collname = 'pg_c_utf8' limit 1),
  (select 'pg_catalog."und-x-icu"' from pg_collation where collname = 'und-x-icu' limit 1),
  'pg_catalog."default"');
begin
  execute format($f$
    create function app.fold(p_text text) returns text
    language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $body$
    declare v_text text;
    begin
      if octet_length(p_text) = length(p_text) then return lower(p_text collate "C"); end if;
      v_text := lower(normalize(p_text, NFKD) collate %1$s);
      -- Accents, points of Hebrew and Arabic, and what joins or breaks a word without being seen.
      v_text := regexp_replace(v_text,
        '[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u200c-\u200f\u2060\ufe00-\ufe0f\ufeff]+',
        '', 'g');
      v_text := translate(v_text, 'øłđħŧıςةىیک', 'oldhtiσهييك');
      v_text := replace(replace(replace(replace(replace(v_text, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ð', 'd');
      return normalize(v_text, NFC);
    end $body$ $f$, v_collation);
end $$;
--> statement-breakpoint

-- The words of a text. Nothing is left in it that Postgres' parser would take for more than words: addresses and names such
-- as node.js fall into their parts, and C++ and C# are words of their own.
create function app.search_words(p_text text) returns tsvector
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
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
--> statement-breakpoint
revoke all on function app.fold(text), app.search_words(text) from public;
--> statement-breakpoint
-- The program's changes make the words of what they write.
grant execute on function app.fold(text), app.search_words(text) to masthead_app;
--> statement-breakpoint
-- Rewrites the table once, and makes the index anew.
alter table articles drop column search;
--> statement-breakpoint
alter table articles add column search tsvector generated always as
  (setweight(app.search_words(title), 'A') || setweight(app.search_words(content), 'B')) stored;
--> statement-breakpoint
alter table articles alter column search set storage main;
--> statement-breakpoint
create index articles_search_idx on articles using gin (tenant_id, search);
--> statement-breakpoint

-- As it was, but that the query comes as a tsquery's text: the program has made it of words (src/server/search/query.ts).
create or replace function app.search_articles(p_query text, p_status text, p_author_id uuid, p_tag text,
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
