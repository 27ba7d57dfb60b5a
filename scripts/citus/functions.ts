import type { Sql, TransactionSql } from "postgres";

/**
 * The functions of the schema `app` that read or write distributed tables, and where that leads on Citus. `one tenant`:
 * they are given the tenant, so one node is asked. `all shards`: they look for a row by something else, so every shard is
 * asked; those have to change before the schema is distributed, or be rare.
 */
export const functionsOnDistributedTables: Record<string, "one tenant" | "all shards"> = {
  account_note: "all shards",
  apply_article_counts: "one tenant",
  apply_article_steps: "one tenant",
  apply_tenant_total: "one tenant",
  claim_idempotency_key: "one tenant",
  delete_expired_idempotency_keys: "all shards",
  enter_by_api_key: "all shards",
  is_public_author: "one tenant",
  is_published: "one tenant",
  is_tenant_slug_free: "all shards",
  keep_former_article_slug: "one tenant",
  keep_former_tag_slug: "one tenant",
  list_invitations_to: "all shards",
  list_memberships: "all shards",
  reserve_tenant_slug: "all shards",
  resolve_api_key: "all shards",
  resolve_invitation: "all shards",
  resolve_session: "one tenant",
  resolve_site: "all shards",
  search_articles: "one tenant",
  session_insert: "one tenant",
  session_list_own: "one tenant",
  touch_api_key: "one tenant",
};

/** Names of the functions of `app` whose text names one of the tables. */
export async function functionsNaming(sql: Sql | TransactionSql, tables: string[]): Promise<string[]> {
  const pattern = `public\\.(${tables.join("|")})\\M`;
  const rows = await sql<{ name: string }[]>`select distinct proname as name from pg_proc
    where pronamespace = 'app'::regnamespace and prosrc ~ ${pattern} order by 1`;
  return rows.map(({ name }) => name);
}
