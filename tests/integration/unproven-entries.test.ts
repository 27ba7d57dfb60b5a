import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import type { Result, Statement } from "@/db/batch";
import { runInTenant } from "@/db/run-in-tenant";
import type { Entry, TenantTx } from "@/db/tenant";
import { StaleCredentialError } from "@/server/auth/stale-credential";
import { recordEvent } from "@/server/events/record";
import { database } from "@/server/platform/database";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** A transaction that was entered by a credential which stands for somebody else by now commits nothing. */
const program = startProgram();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

/** Enters the tenant, so that its changes would be possible, and is then found to be stale. */
class StaleEntry implements Entry {
  readonly proven = false;
  statement(): Statement {
    const { tenantId, userId } = tenant.admin.context;
    const text = "select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)";
    return { text, params: [tenantId, userId] };
  }
  check(_answer: Result): void {
    throw new StaleCredentialError("an API key is not what it was");
  }
}

const runStale = (work: (tx: TenantTx) => Promise<unknown>) =>
  runInTenant(database(), { ...tenant.admin.context, entry: new StaleEntry() }, work);

const note = (tx: TenantTx, requestId: string) =>
  recordEvent(tx, { ...tenant.admin.context, requestId }, "tag.deleted", tenant.id, {});

const noted = async (requestId: string) => {
  const rows = await asAdmin(
    program.database(),
    (sql) => sql`select 1 from events where request_id = ${requestId}`,
  );
  return rows.length;
};

it("also where nothing was asked before its end", async () => {
  await expect(runStale(async (tx) => note(tx, "nothing-asked"))).rejects.toThrow(StaleCredentialError);
  expect(await noted("nothing-asked")).toBe(0);
});

it("also where the work swallows the refusal", async () => {
  const swallowing = runStale(async (tx) => {
    note(tx, "swallowed");
    await tx.execute(sql`select 1`).catch(() => undefined);
  });
  await expect(swallowing).rejects.toThrow(StaleCredentialError);
  expect(await noted("swallowed")).toBe(0);
});

it("also where nothing was done at all", async () => {
  await expect(runStale(async () => undefined)).rejects.toThrow(StaleCredentialError);
});
