-- Roles, the schema of functions, and what tables are made with.
--
-- Two roles: the owner, who runs these migrations, and `masthead_app`, as which the program connects. The latter owns
-- nothing, can't bypass row security and gets just the DML that the program does.

do $$ begin
  if not exists (select from pg_roles where rolname = 'masthead_app') then
    create role masthead_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
exception when duplicate_object or unique_violation then null; -- another database of this cluster migrated at the same moment
end $$;

-- Time limits for every statement of the program, set on the role so that they hold through any pooler.
do $$ begin
  alter role masthead_app set statement_timeout = '15s';
  alter role masthead_app set idle_in_transaction_session_timeout = '30s';
  alter role masthead_app set lock_timeout = '10s';
exception
  when insufficient_privilege then raise notice 'set the time limits of masthead_app by hand: see the README';
  when others then if sqlerrm not like 'tuple concurrently updated%' then raise; end if; -- a parallel migration did it
end $$;

revoke create on schema public from public;
create schema app;
grant usage on schema public, app to masthead_app;

-- Lets the tenant be the first column of the index of the full-text search.
create extension if not exists btree_gin with schema public;

-- What Drizzle can't say of a table: row security binds the owner too, and the program gets the rights that it needs, such as
-- 'select, insert, update (name, slug)'. A table that the program reaches through functions alone gets none: ''.
create function app.protect(p_table regclass, p_rights text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security, force row level security', p_table);
  if p_rights <> '' then execute format('grant %s on %s to masthead_app', p_rights, p_table); end if;
end $$;
revoke execute on function app.protect(regclass, text) from public;

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

revoke execute on function
  app.fold, app.search_words, app.tag_key
from public;
grant execute on function
  app.fold, app.search_words, app.tag_key
to masthead_app;
