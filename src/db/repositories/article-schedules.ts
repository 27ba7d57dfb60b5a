import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { articles, scheduledAt } from "../schema/articles";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";
import { lockedColumns } from "./articles";

export type DueArticle = NonNullable<Awaited<ReturnType<typeof lockDue>>>;

/**
 * Holds the article for which something scheduled has been due the longest, for the rest of the transaction; undefined if there is
 * none, or if another worker is at this tenant's, so that they are done in the order of their times. An article that is just
 * being changed is passed over: what is true of it afterwards is read the next time. `skipped`: so many of the first are left out.
 */
export async function lockDue(tx: TenantTx, tenantId: TenantId, skipped: number) {
  const at = scheduledAt(articles);
  const [row] = await tx
    .select({
      ...lockedColumns,
      /** The time to unpublish it has come as well. */
      isOver: sql<boolean>`coalesce(${articles.unpublishAt} <= now(), false)`,
      scheduler: { id: members.userId, name: members.name, role: members.role, status: members.status },
    })
    .from(articles)
    .innerJoin(
      members,
      and(eq(members.tenantId, articles.tenantId), eq(members.userId, articles.scheduledBy)),
    )
    .where(
      and(
        // As a sub-select it is asked once, before any row is read.
        sql`(select pg_try_advisory_xact_lock(hashtextextended(${`schedule ${tenantId}`}, 0)))`,
        eq(articles.tenantId, tenantId),
        lte(at, sql`now()`),
        isNull(articles.scheduleProblem),
      ),
    )
    .orderBy(asc(at), asc(articles.id))
    .limit(1)
    .offset(skipped)
    .for("no key update", { of: articles, skipLocked: true })
    .execute();
  return row;
}
