import postgres from "postgres";
import type { BenchDatabase } from "./database";

/** What the seeded data takes on disk. */
export interface Storage {
  articles: number;
  tenants: number;
  /** All tables with their indexes and long texts. */
  bytes: number;
  /** The text of an article as it lies on disk, compressed where that pays: the mean. A revision is one more. */
  textBytes: number;
  /** The largest tables, in bytes. */
  tables: Record<string, number>;
}

export async function storageOf({ adminUrl }: BenchDatabase): Promise<Storage> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const sizes = await sql<{ name: string; bytes: number }[]>`
      select relname as name, pg_total_relation_size(oid)::float8 as bytes from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by 2 desc`;
    const [counts] = await sql<{ articles: number; tenants: number; textBytes: number }[]>`
      select count(*)::int as articles, avg(pg_column_size(content))::float8 as "textBytes",
        (select count(*)::int from tenants) as tenants from articles`;
    return {
      articles: counts?.articles ?? 0,
      tenants: counts?.tenants ?? 0,
      textBytes: counts?.textBytes ?? 0,
      bytes: sizes.reduce((sum, one) => sum + one.bytes, 0),
      tables: Object.fromEntries(sizes.slice(0, 8).map(({ name, bytes }) => [name, bytes])),
    };
  } finally {
    await sql.end({ timeout: 5 });
  }
}
