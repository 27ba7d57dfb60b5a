import postgres, { type Sql } from "postgres";
import { TaskError } from "../../../src/bin/support/terminal";
import { type PlannedTenant, planSeed, type SeedSize } from "./plan";
import { writeTenant } from "./write";

export interface Seeded {
  tenants: PlannedTenant[];
  /** Organisations written now; the others were there. */
  written: number;
}

/** Organisations written at a time. Two keep a small machine's cores busy; more only wait for each other. */
const writersMax = 2;

/**
 * Makes the organisations of `size` that aren't there yet: after an interruption the same call goes on where it was.
 * Throws a TaskError if organisations of the same name and another size are there.
 */
export async function seed(
  ownerUrl: string,
  size: SeedSize,
  progress: (articles: number) => void = () => undefined,
): Promise<Seeded> {
  const tenants = planSeed(size);
  const sql = postgres(ownerUrl, { max: writersMax, onnotice: () => undefined });
  try {
    const missing = await missingOf(sql, tenants);
    const queue = [...missing];
    let done = 0;
    const write = async () => {
      for (let tenant = queue.shift(); tenant; tenant = queue.shift()) {
        await writeTenant(sql, tenant);
        done += tenant.articles;
        progress(done);
      }
    };
    await Promise.all(Array.from({ length: writersMax }, write));
    if (missing.length > 0) await tidy(ownerUrl);
    return { tenants, written: missing.length };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Merges the full-text index, and makes the planner's statistics and the visibility maps: else the first readers pay. */
async function tidy(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`set maintenance_work_mem = '512MB'`;
    await sql`vacuum (analyze)`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function missingOf(sql: Sql, tenants: PlannedTenant[]): Promise<PlannedTenant[]> {
  const missing: PlannedTenant[] = [];
  for (const tenant of tenants) {
    const [found] = await sql<{ articles: number }[]>`
      select count(a.id)::int as articles from tenants t left join articles a on a.tenant_id = t.id
      where t.id = ${tenant.id} group by t.id`;
    if (!found) missing.push(tenant);
    else if (found.articles < tenant.articles)
      throw new TaskError(
        `The organisation ${tenant.slug} is there with another size; start with an empty database.`,
      );
  }
  return missing;
}
