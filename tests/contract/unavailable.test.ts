import { beforeAll, describe, expect, it } from "vitest";
import { forgetKeys } from "@/server/auth/key-cache";
import { adminUrlOf, asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { type ActorName, type Credential, credentialsOf } from "../support/resources/actors";
import type { Prepared, World } from "../support/resources/resource";
import { prepare, send } from "../support/resources/scenario";
import { wideLimits } from "../support/wide-limits";
import { checked, outcomeOf } from "./checks/answers";
import { operations } from "./checks/description";

const program = startProgram(wideLimits);

let tenant: TestTenant;
let credentials: Record<ActorName, Credential>;

beforeAll(async () => {
  tenant = await createTenant();
  credentials = await credentialsOf(tenant, program.database());
});

/** Lets nobody but superusers into the database, and ends whoever is there; or lets them in again. */
async function setOpen(open: boolean): Promise<void> {
  const name = new URL(adminUrlOf(program.database())).pathname.slice(1);
  await asAdmin(program.database(), async (sql) => {
    await sql.unsafe(`alter database ${name} connection limit ${open ? -1 : 0}`);
    if (open) return;
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and usename = 'masthead_app'`;
  });
}

describe("while the database is away", () => {
  it("every operation answers 503 as described, and works again afterwards", {
    timeout: 120_000,
  }, async () => {
    const world: World = { tenant, credentials, ask: checked };
    const requests: Prepared[] = [];
    for (const operation of operations) requests.push(await prepare(world, operation));
    // What a process knows of keys and articles, it would answer for some seconds more.
    await forgetKeys(tenant.admin.context);
    await setOpen(false);
    for (const accept of ["application/json", "application/problem+json"]) {
      for (const request of requests) {
        const answer = await send(world, request, { headers: { accept } });
        expect(outcomeOf(answer), request.target).toBe("503 unavailable");
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }
    }
    report(`contract: ${requests.length} operations answered 503 while the database was away`);
    await setOpen(true);
    for (const request of requests) {
      const { status } = await send(world, request);
      expect(status, request.target).toBe(request.ok);
    }
  });
});
