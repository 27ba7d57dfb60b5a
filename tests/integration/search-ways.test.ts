import { beforeAll, expect, it } from "vitest";
import { type ArticleSearchFilter, search } from "@/db/repositories/articles-search";
import { searchMax } from "@/db/repositories/search";
import { withTenant } from "@/server/platform/database";
import { readQuery } from "@/server/search/query";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** Every way that app.search_articles finds matches in gives what one plain statement would. */
const program = startProgram();
let tenant: TestTenant;
const count = 1_500;

beforeAll(async () => {
  tenant = await createTenant();
  const other = await createTenant("Other");
  for (const { id, admin, author } of [tenant, other]) {
    await asAdmin(program.database(), async (sql) => {
      // The counters' triggers run under row security as well.
      await sql`select set_config('app.tenant_id', ${id}, false)`;
      // Word N is in every Nth article, in some titles too; "old" only in those that were changed long ago.
      await sql`insert into articles (tenant_id, id, author_id, slug, title, content, status, published_at, updated_at)
        select ${id}, gen_random_uuid(), case when n % 7 = 0 then ${author.userId}::uuid else ${admin.userId}::uuid end,
          'bulk-' || n, 'Bulk' || case when n % 9 = 0 then ' every2' else '' end,
          (select string_agg('every' || w || ' then', ' ') from unnest(array[1, 2, 5, 30, 400]) w where n % w = 0)
            || case when n > ${count} - 20 then ' old' else '' end || repeat(' filler', n % 13)
            || case when n % 40 = 0 then ' 本港口開放了' else '' end,
          case when n % 3 = 0 then 'published' else 'draft' end, now(), now() - n * interval '1 minute'
        from generate_series(1, ${count}::int) n`;
      await sql`insert into tags (tenant_id, id, slug, name) select ${id}, gen_random_uuid(), t, t from unnest(array['common', 'rare']) t`;
      await sql`insert into article_tags (tenant_id, article_id, tag_id)
        select a.tenant_id, a.id, t.id from articles a join tags t on t.tenant_id = a.tenant_id
        where a.tenant_id = ${id} and (t.slug = 'common' and a.slug like '%2' or t.slug = 'rare' and a.slug like '%97')`;
    });
  }
  await asAdmin(program.database(), (sql) => sql`vacuum analyze`);
}, 60_000);

const queries = [
  "every1",
  "every2",
  "every2 every5",
  "every30",
  "every400",
  "old",
  "none",
  "every400 or old",
  "every30 -every5",
  '"every2 then every5"',
  "-every1",
  "the",
  "ever",
  "ol",
  "old or every400 fill",
  "港口",
  "港",
];
const filters: Record<string, () => ArticleSearchFilter> = {
  "no filter": () => ({}),
  status: () => ({ status: "published" }),
  author: () => ({ authorId: tenant.author.userId }),
  "common tag": () => ({ tag: "common" }),
  "rare tag": () => ({ tag: "rare" }),
  "no such tag": () => ({ tag: "none" }),
  updatedAfter: () => ({ updatedAfter: new Date(Date.now() - 700 * 60_000) }),
  all: () => ({
    status: "published",
    authorId: tenant.author.userId,
    tag: "common",
    updatedAfter: new Date(0),
  }),
};

function tsqueryOf(query: string): string {
  const { tsquery } = readQuery(query);
  if (tsquery === undefined) throw new Error(`${query} has no words`);
  return tsquery;
}

/** The ids in their order, by one statement that knows of no index. */
function plainly(
  query: string,
  { status, authorId, tag, updatedAfter }: ArticleSearchFilter,
): Promise<string[]> {
  const tsquery = tsqueryOf(query);
  return asAdmin(program.database(), async (sql) => {
    const rows = await sql`
      with newest as (
        select a.* from articles a where a.tenant_id = ${tenant.id} and a.search @@ ${tsquery}::tsquery
          and (${status ?? null}::text is null or a.status = ${status ?? null})
          and (${authorId ?? null}::uuid is null or a.author_id = ${authorId ?? null})
          and (${updatedAfter ?? null}::timestamptz is null or a.updated_at > ${updatedAfter ?? null})
          and (${tag ?? null}::text is null or exists (select from article_tags x join tags t on t.tenant_id = x.tenant_id and t.id = x.tag_id
            where x.tenant_id = a.tenant_id and x.article_id = a.id and t.slug = ${tag ?? null}))
        order by a.updated_at desc, a.id desc limit 200)
      select id from newest order by ts_rank(search, ${tsquery}::tsquery) desc, id desc`;
    return rows.map(({ id }) => id);
  });
}

it.each(queries.flatMap((query) => Object.keys(filters).map((name) => ({ query, name }))))(
  "$query with $name finds the best of the newest, a page at a time",
  async ({ query, name }) => {
    const filter = filters[name]?.() ?? {};
    const { context } = tenant.admin;
    const page = (limit: number, offset: number) =>
      withTenant(context, (tx) =>
        search(tx, context.tenantId, tsqueryOf(query), filter, { limit, offset, parts: ["tags"] }),
      );
    const expected = await plainly(query, filter);
    const found = await page(searchMax, 0);
    expect(found.rows.map(({ id }) => id)).toEqual(expected);
    expect(found.total).toBe(expected.length);
    const second = await page(7, 7);
    expect(second.rows.map(({ id }) => id)).toEqual(expected.slice(7, 14));
  },
);

it("the words tried are of every kind: of all articles, of so many that not all are ranked, of few, of none", async () => {
  const totals = await Promise.all(queries.map(async (query) => (await plainly(query, {})).length));
  expect(Object.fromEntries(queries.map((query, index) => [query, totals[index]]))).toMatchObject({
    every1: searchMax,
    every2: searchMax,
    "every2 every5": 167,
    every30: 50,
    every400: 3,
    old: 20,
    none: 0,
    the: 0,
    ever: searchMax,
    港口: 37,
    港: 37,
  });
});
