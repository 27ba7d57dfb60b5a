import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { TenantTx } from "@/db/tenant";
import { deleteArticle } from "@/server/articles/write";
import { withTenant } from "@/server/platform/database";
import { prepare, type Scenario, type Scenarios, send } from "./scenario";

/** The article is deleted just when its revision has been found and the article itself is about to be locked. */
const deletedMeanwhile: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  const articleId = /articles\/([^/]+)/.exec(prepared.target)?.[1] ?? "";
  const { asked } = await withTenant(world.tenant.admin.context, async (tx, inner) => {
    await deleteArticle(inner, articleId);
    const asked = send(world, prepared);
    await untilSomebodyWaits(tx);
    return { asked };
  });
  return asked;
};

async function untilSomebodyWaits(tx: TenantTx): Promise<void> {
  for (;;) {
    const waiting = await tx.execute(
      sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
    await sleep(10);
  }
}

export const revisions: Scenarios = {
  restoreRevision: { "404 article_not_found": deletedMeanwhile },
};
