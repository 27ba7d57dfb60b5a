import postgres from "postgres";
import { adminUrlOf, type TestDatabase } from "../../support/database";
import type { SentStatement } from "../../support/sent-statements";
import { type Plan, planSchema } from "./plan";

export interface Scope {
  tenantId: string;
  userId: string;
  audience: "staff" | "public";
}

/** Whether plans are made for the values at hand, or once for all values, as Postgres may do with prepared statements. */
export type PlanKind = "custom" | "generic";

/**
 * Runs statements again as the program's role, under row security, and returns their plans as auto_explain tells them:
 * also of what functions send in their turn. It tells by notices, which the program's own connections pass over.
 */
export async function plansOf(
  database: TestDatabase,
  { tenantId, userId, audience }: Scope,
  sent: readonly SentStatement[],
  kind: PlanKind,
): Promise<Plan[]> {
  const plans: Plan[] = [];
  const sql = postgres(adminUrlOf(database), {
    max: 1,
    fetch_types: false,
    onnotice: ({ message = "" }) => {
      const [, json] = /plan:\n([\s\S]*)$/.exec(message) ?? [];
      if (json) plans.push(planSchema.parse(JSON.parse(json)));
    },
  });
  try {
    await sql.unsafe(`load 'auto_explain'; set auto_explain.log_analyze = on; set auto_explain.log_timing = off;
      set auto_explain.log_nested_statements = on; set auto_explain.log_format = json; set auto_explain.log_level = notice;`);
    await sql.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('app.user_id', ${userId}, true),
        set_config('app.audience', ${audience}, true), set_config('plan_cache_mode', ${`force_${kind}_plan`}, true)`;
      await tx`set local auto_explain.log_min_duration = 0`;
      await tx`set local role masthead_app`;
      plans.length = 0;
      for (const { text, params } of sent) {
        await tx.unsafe(text, params as never[], { prepare: true });
      }
    });
  } finally {
    await sql.end();
  }
  return plans.filter(({ "Query Text": text }) => !/^\s*(commit|set )/i.test(text));
}
