import type { TenantTx } from "@/db/tenant";
import { database, readTenant } from "@/server/platform/database";
import type { TestTenant } from "./factories";
import { type Sent, watchSent } from "./sent";

/** Runs `work`, which reads, and returns what it has sent. */
export async function recorded(
  tenant: TestTenant,
  work: (tx: TenantTx) => Promise<unknown>,
): Promise<Sent[]> {
  const sent = watchSent(database());
  await readTenant(tenant.admin.context, work);
  sent.stop();
  return sent.all();
}
