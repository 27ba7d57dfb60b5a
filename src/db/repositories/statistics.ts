import { and, count, desc, eq, gte, sql } from "drizzle-orm";
import type { Role } from "../schema/enumerations";
import { events } from "../schema/events";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";

/** Active members per role. */
export async function membersPerRole(tx: TenantTx, tenantId: TenantId): Promise<Record<Role, number>> {
  const rows = await tx
    .select({ role: members.role, count: count() })
    .from(members)
    .where(and(eq(members.tenantId, tenantId), eq(members.status, "active")))
    .groupBy(members.role)
    .execute();
  return {
    admin: 0,
    editor: 0,
    author: 0,
    viewer: 0,
    ...Object.fromEntries(rows.map((row) => [row.role, row.count])),
  };
}

/**
 * Events per day in UTC (such as 2026-11-22) from the one with id `fromId` on: of the newest `max`, so that the cost is
 * bounded. Days without any are left out.
 */
export async function eventsPerDay(
  tx: TenantTx,
  tenantId: TenantId,
  { fromId, max }: { fromId: string; max: number },
): Promise<{ day: string; count: number }[]> {
  const newest = tx
    .select({ createdAt: events.createdAt })
    .from(events)
    .where(and(eq(events.tenantId, tenantId), gte(events.id, fromId)))
    .orderBy(desc(events.id))
    .limit(max)
    .as("newest");
  const day = sql<string>`to_char(${newest.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`;
  return tx.select({ day, count: count() }).from(newest).groupBy(sql`1`).execute();
}
