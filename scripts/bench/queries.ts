import postgres, { type Row, type Sql } from "postgres";

export interface QueryOptions {
  writes?: boolean;
  /** The plan is made anew for each request's values, instead of once. */
  planned?: boolean;
}

export type Query = (
  statement: string,
  values: string[],
  tenant: string,
  options?: QueryOptions,
) => Promise<Row[]>;

/** Sends a statement by itself, prepared, on one of `connections`. */
export function pooled(url: string, connections: number): Query {
  const sql = postgres(url, { max: connections });
  return (statement, values, _tenant, { planned = false } = {}) =>
    sql.unsafe(statement, values, { prepare: !planned });
}

/**
 * Sends a statement inside a transaction with the tenant's settings, as src/db/tenant.ts does: all at once, a reader
 * without waiting for the end.
 */
export function shaped(url: string, connections: number): Query {
  const free: Sql[] = Array.from({ length: connections }, () =>
    postgres(url, { max: 1, fetch_types: false }),
  );
  const waiting: ((sql: Sql) => void)[] = [];
  const take = () => {
    const sql = free.pop();
    return sql ? Promise.resolve(sql) : new Promise<Sql>((resolve) => waiting.push(resolve));
  };
  const give = (sql: Sql) => {
    const next = waiting.shift();
    if (next) next(sql);
    else free.push(sql);
  };
  return async (statement, values, tenant, { writes = false, planned = false } = {}) => {
    const sql = await take();
    const begun = sql.unsafe(writes ? "begin" : "begin read only").execute();
    const set = sql.unsafe(settings, [tenant], { prepare: true }).execute();
    const asked = sql.unsafe(statement, values, { prepare: !planned }).execute();
    const ended = sql.unsafe("commit").execute();
    ended.finally(() => give(sql)).catch(() => undefined);
    const [rows] = await Promise.all([asked, begun, set, ...(writes ? [ended] : [])]);
    return rows;
  };
}

const settings =
  "select set_config('app.tenant_id', $1, true), set_config('app.user_id', '', true), set_config('app.audience', 'staff', true)";
