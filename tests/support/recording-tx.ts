import type { TenantTx } from "@/db/tenant";
import { database, readTenant } from "@/server/platform/database";
import type { TestTenant } from "./factories";
import { type SentStatement, watchStatements } from "./sent-statements";

/** Runs `work`, which reads, and returns what it has sent. */
export async function recorded(
  tenant: TestTenant,
  work: (tx: TenantTx) => Promise<unknown>,
): Promise<SentStatement[]> {
  const sent = watchStatements(database());
  await readTenant(tenant.admin.context, work);
  sent.stop();
  return sent.all();
}
