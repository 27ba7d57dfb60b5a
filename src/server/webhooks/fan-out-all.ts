import { listTenantsWithNews } from "@/db/repositories/outside-tenants/webhooks";
import { jobContext } from "../jobs/job-context";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import { fanOut } from "./fan-out";

/** Organisations that are looked after in one round. */
const tenantsMax = 200;

/** Of them at a time. */
const concurrency = 4;

/** Makes deliveries of what has happened in all organisations, one batch of each in turn, as long as there is something. */
export async function fanOutAll(signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await fanOutRound(signal)));
}

/** Returns whether there is more to do at once. */
async function fanOutRound(signal: AbortSignal): Promise<boolean> {
  const tenants = await listTenantsWithNews(database(), tenantsMax);
  let hasMore = false;
  const next = tenants.values();
  const work = async () => {
    for (const tenant of next) {
      if (signal.aborted) return;
      hasMore = (await fanOutOf(tenant)) || hasMore;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return hasMore;
}

/** A failure in one organisation is none of the others'. */
async function fanOutOf(tenant: Awaited<ReturnType<typeof listTenantsWithNews>>[number]): Promise<boolean> {
  try {
    return await fanOut(jobContext({ ...tenant, requestId: "webhooks" }));
  } catch (error) {
    logger().error({ error, tenantId: tenant.tenantId }, "events could not be made into deliveries yet");
    return false;
  }
}
