import { totals as articlesPerStatus } from "@/db/repositories/articles-list";
import { firstIdAt } from "@/db/repositories/first-id";
import * as statistics from "@/db/repositories/statistics";
import * as totals from "@/db/repositories/totals";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import type { Statistics } from "./response-schema";

const dayMs = 24 * 3_600_000;
const days = 30;
const eventsMax = 20_000;

/** The organisation in figures. Counters and a bounded look at the newest events: the cost doesn't grow. Needs `read`. */
export async function getStatistics(context: TenantContext): Promise<Statistics> {
  assertCan(context, "read");
  const { tenantId } = context;
  const firstDay = Math.floor(Date.now() / dayMs) * dayMs - (days - 1) * dayMs;
  const since = { fromId: firstIdAt(firstDay), max: eventsMax };
  const [articleTotals, members, { comments, likes }, perDay] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => articlesPerStatus(tx, tenantId),
      () => statistics.membersPerRole(tx, tenantId),
      () => totals.ofTenant(tx, tenantId),
      () => statistics.eventsPerDay(tx, tenantId, since),
    ]),
  );
  const counted = new Map(perDay.map(({ day, count }) => [day, count]));
  const events = Array.from({ length: days }, (_, index) => {
    const day = new Date(firstDay + index * dayMs).toISOString().slice(0, 10);
    return { day, count: counted.get(day) ?? 0 };
  });
  const isComplete = perDay.reduce((sum, { count }) => sum + count, 0) < eventsMax;
  return { articles: articleTotals, members, comments, likes, events: { days: events, isComplete } };
}
