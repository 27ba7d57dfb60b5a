import { eq, sql } from "drizzle-orm";
import { tenantTotals } from "../schema/counters";
import type { CommentStatus } from "../schema/enumerations";
import type { TenantId, TenantTx } from "../tenant";

export interface TenantTotals {
  comments: Record<CommentStatus, number>;
  likes: number;
}

/** What the counters of a tenant say, at constant cost. */
export async function ofTenant(tx: TenantTx, tenantId: TenantId): Promise<TenantTotals> {
  const rows = await tx
    .select({ subject: tenantTotals.subject, total: sql<number>`sum(${tenantTotals.total})::int` })
    .from(tenantTotals)
    .where(eq(tenantTotals.tenantId, tenantId))
    .groupBy(tenantTotals.subject)
    .execute();
  const of = (subject: string) => rows.find((row) => row.subject === subject)?.total ?? 0;
  const status = (name: CommentStatus) => of(`comments:${name}`);
  return {
    comments: { pending: status("pending"), approved: status("approved"), rejected: status("rejected") },
    likes: of("likes"),
  };
}
