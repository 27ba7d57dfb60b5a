import { randomUUID } from "node:crypto";
import { DatabaseUnavailableError } from "@/db/errors";
import {
  type ScheduledTenantRow,
  tenantsWithDueArticles,
} from "@/db/repositories/outside-tenants/article-schedules";
import { applyDue } from "../articles/apply-schedule";
import { buildTenantContext } from "../auth/build-tenant-context";
import { database } from "../platform/database";
import { logger } from "../platform/logger";

/** Tenants that are asked for at once, and how many of them are worked for side by side. */
const tenantsMax = 200;
const lanes = 4;
/** Articles of one tenant before it is the next one's turn. */
const turnMax = 20;

/** Publishes and unpublishes what is due of all tenants, as long as something is. */
export async function applySchedules(signal: AbortSignal): Promise<void> {
  let appliedCount: number;
  do {
    const tenants = await tenantsWithDueArticles(database(), tenantsMax);
    appliedCount = 0;
    const lane = async () => {
      for (let tenant = tenants.pop(); tenant && !signal.aborted; tenant = tenants.pop())
        appliedCount += await takeTurn(tenant, signal);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  } while (appliedCount > 0 && !signal.aborted);
}

/** Returns how many articles were done. What fails is passed over in this turn, so that it doesn't keep the others waiting. */
async function takeTurn(tenant: ScheduledTenantRow, signal: AbortSignal): Promise<number> {
  let failed = 0;
  let count = 0;
  while (count + failed < turnMax && !signal.aborted) {
    const context = contextOf(tenant);
    const { tenantId, requestId } = context;
    try {
      const applied = await applyDue(context, failed);
      if (!applied) break;
      count += 1;
      const lateMs = Date.now() - applied.scheduledFor.getTime();
      logger().info({ tenantId, requestId, ...applied, lateMs }, "did what was scheduled for an article");
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) throw error;
      failed += 1;
      logger().error(
        { error, tenantId, requestId },
        "what was scheduled for an article failed; it will be tried again",
      );
    }
  }
  return count;
}

function contextOf(tenant: ScheduledTenantRow) {
  return buildTenantContext({
    ...tenant,
    userId: null,
    // What may be done is decided for each article, by who scheduled it.
    role: "viewer",
    audience: "staff",
    actor: { type: "system", id: tenant.tenantId, name: tenant.tenantName },
    requestId: randomUUID(),
  });
}
