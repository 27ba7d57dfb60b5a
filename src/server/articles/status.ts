import * as articles from "@/db/repositories/articles";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { AppError } from "../platform/errors";
import type { Expected } from "../platform/versions";
import { changeArticle } from "./cached-reads";
import type { Article } from "./read";
import { unscheduled } from "./schedule";
import { findChanged, lock, publicationOf, stateOf } from "./transaction-helpers";

/** Changes of status count the version up, but leave the text as it is: they keep no revision. They end what was planned instead. */

/** Throws `already_published` and what `updateArticle` throws. The date of a first publication stays. */
export function publishArticle(context: TenantContext, id: string, expected?: Expected): Promise<Article> {
  return changeStatus(context, id, "article.published", expected, publicationOf);
}

/** Makes a published article a draft again. Throws `not_published` and what `updateArticle` throws. */
export function unpublishArticle(context: TenantContext, id: string, expected?: Expected): Promise<Article> {
  return changeStatus(context, id, "article.unpublished", expected, (before) => {
    if (before.status !== "published") throw new AppError("not_published");
    return { status: "draft", ...unscheduled };
  });
}

/** Throws `already_archived` and what `updateArticle` throws. */
export function archiveArticle(context: TenantContext, id: string, expected?: Expected): Promise<Article> {
  return changeStatus(context, id, "article.archived", expected, (before) => {
    if (before.status === "archived") throw new AppError("already_archived");
    return { status: "archived", ...unscheduled };
  });
}

function changeStatus(
  context: TenantContext,
  id: string,
  type: "article.published" | "article.unpublished" | "article.archived",
  expected: Expected = {},
  decide: (before: articles.LockedArticle, context: TenantContext) => articles.ArticleChanges,
): Promise<Article> {
  return changeArticle(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    const [, result] = await tx.inOrder([
      () => articles.update(tx, context.tenantId, id, decide(before, context)),
      () => findChanged(tx, context, id),
    ]);
    const { unpublishAt } = result;
    recordEvent(tx, context, type, id, {
      ...stateOf(result),
      ...(unpublishAt && { unpublishAt: unpublishAt.toISOString() }),
    });
    return { result, isPublic: [before.status, result.status].includes("published") };
  });
}
