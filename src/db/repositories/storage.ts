import { sql } from "drizzle-orm";
import { articleTotals, tenantTotals } from "../schema/counters";
import { prepare } from "../statement";
import type { TenantId, TenantTx } from "../tenant";

/** What a tenant stores. `bytes` are those of titles and Markdown, earlier revisions included, and of answers kept for repetitions. */
export interface StoredRow {
  articles: number;
  comments: number;
  tags: number;
  bytes: number;
}

const tenant = sql.placeholder("tenantId");
const counters = sql`
  (select coalesce(sum(total), 0)::float8 as articles, coalesce(sum(bytes), 0)::float8 as bytes
      from ${articleTotals} where ${articleTotals.tenantId} = ${tenant} and ${articleTotals.scope} = 'all') a,
    (select coalesce(sum(total) filter (where ${tenantTotals.subject} like 'comments:%'), 0)::float8 as comments,
        coalesce(sum(total) filter (where ${tenantTotals.subject} = 'tags'), 0)::float8 as tags,
        coalesce(sum(total) filter (where ${tenantTotals.subject} like 'bytes:%'), 0)::float8 as bytes
      from ${tenantTotals} where ${tenantTotals.tenantId} = ${tenant}) t`;
const counting = prepare((queries) =>
  queries
    .select({
      articles: sql<number>`a.articles`,
      bytes: sql<number>`a.bytes + t.bytes`,
      comments: sql<number>`t.comments`,
      tags: sql<number>`t.tags`,
    })
    .from(counters)
    .prepare("stored"),
);

/** What the counters say, the transaction's own changes included, at constant cost. */
export async function stored(tx: TenantTx, tenantId: TenantId): Promise<StoredRow> {
  const [row] = await tx.run(counting, { tenantId });
  return row ?? { articles: 0, comments: 0, tags: 0, bytes: 0 };
}

/** Makes those who add something to what the tenant stores wait for each other until the end of the transaction. */
export async function lock(tx: TenantTx, tenantId: TenantId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`storage ${tenantId}`}, 0))`);
}
