import { and, desc, eq, lt } from "drizzle-orm";
import { events } from "../schema/events";
import type { TenantId, TenantTx } from "../tenant";

export type EventRow = Omit<typeof events.$inferSelect, "tenantId">;

export async function insert(tx: TenantTx, row: typeof events.$inferInsert): Promise<void> {
  await tx.insert(events).values(row);
}

/** Newest first. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  page: { limit: number; beforeId?: string | undefined },
): Promise<EventRow[]> {
  return tx
    .select()
    .from(events)
    .where(and(eq(events.tenantId, tenantId), page.beforeId ? lt(events.id, page.beforeId) : undefined))
    .orderBy(desc(events.id))
    .limit(page.limit);
}
