import { type DueArticle, lockDue } from "@/db/repositories/article-schedules";
import * as articles from "@/db/repositories/articles";
import type { ScheduleProblem } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { changeArticle } from "./cached-reads";
import { mayChange } from "./policy";
import { timesOf, unscheduled } from "./schedule";
import { stateOf } from "./transaction-helpers";

/** What came of it, and when that had been scheduled for. */
export interface Applied {
  articleId: string;
  outcome: "published" | "unpublished" | ScheduleProblem;
  scheduledFor: Date;
}

/**
 * Does what has been due the longest of what is scheduled for a tenant's articles, by order of the member who scheduled it. Undefined
 * if nothing is due, or another worker is at this tenant's. Whatever else happens to the article waits for this transaction, or
 * was committed before: then the schedule that is found is the one that holds. See `lockDue` for `skipped`.
 */
export function applyDue(context: TenantContext, skipped: number): Promise<Applied | undefined> {
  return changeArticle(context, async (tx) => {
    const due = await lockDue(tx, context.tenantId, skipped);
    const scheduledFor = due?.publishAt ?? due?.unpublishAt;
    if (!due || !scheduledFor) return { result: undefined, isPublic: false };
    const { id: userId, name } = due.scheduler;
    const byOrder: TenantContext = { ...context, userId, actor: { type: "system", id: userId, name } };
    const outcome = await apply(tx, byOrder, due, scheduledFor);
    const isPublic = outcome === "published" || outcome === "unpublished";
    return { result: { articleId: due.id, outcome, scheduledFor }, isPublic };
  });
}

async function apply(
  tx: TenantTx,
  context: TenantContext,
  due: DueArticle,
  scheduledFor: Date,
): Promise<Applied["outcome"]> {
  const problem = problemOf(due);
  const { id, publishAt, unpublishAt, scheduledBy } = due;
  const update = (changes: articles.ArticleChanges) => articles.update(tx, context.tenantId, id, changes);
  const state = { ...stateOf(due), version: due.version + 1 };
  if (problem) {
    // Both stay as they are until somebody schedules it anew, cancels it, or does it by hand.
    await update({ scheduleProblem: problem });
    const times = timesOf({ ...due, scheduleProblem: problem });
    recordEvent(tx, context, "article.schedule_held", id, { ...state, ...times });
    return problem;
  }
  const scheduled = { ...state, scheduledFor: scheduledFor.toISOString() };
  if (!publishAt) {
    await update({ ...unscheduled, status: "draft" });
    recordEvent(tx, context, "article.unpublished", id, scheduled);
    return "unpublished";
  }
  const next = unpublishAt ? { ...unscheduled, unpublishAt, scheduledBy } : unscheduled;
  await update({ ...next, status: "published", publishedAt: due.publishedAt ?? publishAt });
  const end = unpublishAt ? { unpublishAt: unpublishAt.toISOString() } : {};
  recordEvent(tx, context, "article.published", id, { ...scheduled, ...end });
  return "published";
}

function problemOf(due: DueArticle): ScheduleProblem | undefined {
  const { id: userId, role, status } = due.scheduler;
  if (status !== "active" || !mayChange({ role, userId }, due)) return "not_allowed";
  // Nobody shall see for a moment, after an outage, what was to be gone by then.
  return due.publishAt && due.isOver ? "window_passed" : undefined;
}
