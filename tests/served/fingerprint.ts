import { asAdmin, type TestDatabase } from "../support/database";

/** Written beside what people do: mails by what delivers them, sessions and partitions by what looks after them. */
const passedOver = ["mails"];

/** The content of all tables in a few characters each, to see whether anything was changed. */
export function fingerprint(database: TestDatabase): Promise<Record<string, string>> {
  return asAdmin(database, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      if (passedOver.includes(name)) continue;
      const [row] = await sql<{ print: string }[]>`
        select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print
        from ${sql(name)} t`;
      found[name] = row?.print ?? "";
    }
    return found;
  });
}
