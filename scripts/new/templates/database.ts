import type { Names } from "../names";

export const schemaFile = ({ many, table, words }: Names) => `import { text } from "drizzle-orm/pg-core";
import { versioned } from "./columns";
import { belongsToTenant, tenantTable } from "./tenant-table";

/** A tenant's ${words}. */
export const ${many} = tenantTable("${table}", { name: text("name").notNull(), ...versioned() }, (t) => [
  belongsToTenant(t),
]);
`;

export const repositoryFile = ({
  many,
  plural,
  One,
}: Names) => `import { and, desc, eq, lt, sql } from "drizzle-orm";
import { ${many} } from "../schema/${plural}";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

const { id, name, version, createdAt, updatedAt } = ${many};
const columns = { id, name, version, createdAt, updatedAt };

export type ${One}Row = Pick<typeof ${many}.$inferSelect, keyof typeof columns>;

const isThis = (tenantId: TenantId, wanted: string) => and(eq(${many}.tenantId, tenantId), eq(id, wanted));

/** Newest first. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<${One}Row[]> {
  return tx
    .select(columns)
    .from(${many})
    .where(and(eq(${many}.tenantId, tenantId), page.afterId ? lt(id, page.afterId) : undefined))
    .orderBy(desc(id))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function count(tx: TenantTx, tenantId: TenantId, max: number): Promise<number> {
  return boundedCount(tx, ${many}, eq(${many}.tenantId, tenantId), max);
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  wanted: string,
): Promise<${One}Row | undefined> {
  const [row] = await tx.select(columns).from(${many}).where(isThis(tenantId, wanted)).execute();
  return row;
}

/** Holds it for the rest of the transaction, so that rules are checked against what is then changed. */
export async function lockById(
  tx: TenantTx,
  tenantId: TenantId,
  wanted: string,
): Promise<${One}Row | undefined> {
  const [row] = await tx.select(columns).from(${many}).where(isThis(tenantId, wanted)).for("update").execute();
  return row;
}

export async function insert(
  tx: TenantTx,
  row: typeof ${many}.$inferInsert,
): Promise<${One}Row | undefined> {
  const [made] = await tx.insert(${many}).values(row).returning(columns).execute();
  return made;
}

/** Saves a change and counts the version up. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  wanted: string,
  changes: { name: string },
): Promise<${One}Row | undefined> {
  const [changed] = await tx
    .update(${many})
    .set({ ...changes, version: sql\`\${version} + 1\`, updatedAt: sql\`now()\` })
    .where(isThis(tenantId, wanted))
    .returning(columns)
    .execute();
  return changed;
}

export async function remove(tx: TenantTx, tenantId: TenantId, wanted: string): Promise<void> {
  await tx.delete(${many}).where(isThis(tenantId, wanted)).execute();
}
`;
