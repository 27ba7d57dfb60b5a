import { beforeAll, describe, expect, it } from "vitest";
import { optionalColumns } from "@/db/repositories/article-columns";
import {
  type ArticleFilter,
  type ArticleSort,
  articleSortFields,
  countMatching,
  list,
} from "@/db/repositories/articles-list";
import type { TenantTx } from "@/db/tenant";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { recorded } from "../support/recording-tx";

/** What the repository really sends, explained as the program under row security, among many rows of others. */
const program = startProgram();
let tenant: TestTenant;
let tagIds: { common?: string; rare?: string } = {};

beforeAll(async () => {
  tenant = await createTenant();
  const other = await createTenant("Crowd");
  for (const [{ id, admin, author }, count] of [
    [other, 30_000],
    [tenant, 10_000],
  ] as const) {
    await asAdmin(program.database(), async (sql) => {
      // The counters' triggers run under row security as well.
      // The author has a quarter: so many that sorting them would cost more than any estimate can be wrong by.
      await sql`select set_config('app.tenant_id', ${id}, false)`;
      await sql`insert into articles (tenant_id, id, author_id, slug, title, content, status, published_at, created_at, updated_at)
        select ${id}, gen_random_uuid(), case when n % 4 = 0 then ${author.userId}::uuid else ${admin.userId}::uuid end,
          'bulk-' || n, 'Bulk ' || n, 'word', case when n % 10 = 0 then 'published' else 'draft' end,
          case when n % 5 = 0 then now() - n * interval '1 hour' end, now() - n * interval '1 minute', now() - n * interval '1 second'
        from generate_series(1, ${count}::int) n`;
      await sql`update articles set publish_at = published_at, scheduled_by = author_id
        where tenant_id = ${id} and status = 'draft' and published_at is not null`;
      await sql`insert into tags (tenant_id, id, slug, name) select ${id}, gen_random_uuid(), t, t from unnest(array['common', 'rare']) t`;
      await sql`insert into article_tags (tenant_id, article_id, tag_id)
        select a.tenant_id, a.id, t.id from articles a join tags t on t.tenant_id = a.tenant_id
        where a.tenant_id = ${id} and (t.slug = 'common' or a.slug like 'bulk-%77')`;
    });
  }
  await asAdmin(program.database(), async (sql) => {
    const rows = await sql`select slug, id from tags where tenant_id = ${tenant.id}`;
    tagIds = Object.fromEntries(rows.map(({ slug, id }) => [slug, id]));
    await sql`vacuum analyze`;
  });
}, 120_000);

/** The plan of what `work` sends first. */
async function planOf(work: (tx: TenantTx) => Promise<unknown>): Promise<string> {
  const [query] = await recorded(tenant, work);
  return asAdmin(program.database(), (sql) =>
    sql.begin(async (inner) => {
      await inner`set local role masthead_app`;
      await inner`select set_config('app.tenant_id', ${tenant.id}, true)`;
      const rows = await inner.unsafe(
        `explain (analyze, buffers off, timing off, summary off) ${query?.text}`,
        query?.params as never[],
      );
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    }),
  );
}

type Name = "all" | "status" | "author" | "common tag" | "rare tag" | "updatedAfter";
const filters: Record<Name, () => ArticleFilter> = {
  all: () => ({}),
  status: () => ({ status: "published" }),
  author: () => ({ authorId: tenant.author.userId }),
  "common tag": () => ({ tagId: tagIds.common }),
  "rare tag": () => ({ tagId: tagIds.rare }),
  updatedAfter: () => ({ updatedAfter: new Date(Date.now() - 100_000) }),
};

/** Which index finds them, already in order where there is one for filter and order together. */
const expected: Record<ArticleSort, Partial<Record<Name, string>>> = {
  updatedAt: {
    all: "articles_updated_idx",
    status: "articles_status_updated_idx",
    author: "articles_author_updated_idx",
    updatedAfter: "articles_updated_idx",
  },
  createdAt: {
    all: "articles_created_idx",
    status: "articles_status_created_idx",
    author: "articles_author_created_idx",
  },
  publishedAt: { all: "articles_any_published_idx", status: "articles_published_idx" },
  scheduledAt: { all: "articles_scheduled_idx" },
};
const names = Object.keys(filters) as Name[];

describe.each(articleSortFields)("a page by %s", (sort) => {
  it.each(names)(
    "of %s reads articles and their tags by index, and a late page where it begins",
    async (name) => {
      const { tenantId } = tenant.admin.context;
      const filter = {
        ...filters[name](),
        isDated: sort === "publishedAt",
        isScheduled: sort === "scheduledAt",
      };
      const page = { sort, descending: true, limit: 21, offset: 0, parts: optionalColumns };
      const late = { at: new Date(Date.now() - 3_600_000), id: tenantId };
      for (const after of [undefined, late]) {
        const plan = await planOf((tx) => list(tx, tenantId, filter, { ...page, after }));
        expect(plan).not.toMatch(/Seq Scan on (articles|article_tags)\b/);
        const index = expected[sort][name];
        if (index) expect(plan).toContain(index);
        if (index && after) expect(plan).toMatch(/Index Cond: .*ROW\(.+, id\) < ROW\(/);
      }
    },
  );
});

it.each(names)("counting those of %s, up to a limit, uses an index", async (name) => {
  const { tenantId } = tenant.admin.context;
  const plan = await planOf((tx) => countMatching(tx, tenantId, filters[name](), 10_000));
  expect(plan).not.toMatch(/Seq Scan on (articles|article_tags)\b/);
});
