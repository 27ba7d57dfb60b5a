import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { TenantTx } from "@/db/tenant";
import { listRevisions } from "@/server/articles/revisions";
import { deleteArticle, updateArticle } from "@/server/articles/write";
import { withTenant } from "@/server/platform/database";
import { call } from "../support/api";
import { actorsWhoMay, ofOthers, peopleWhoMay } from "../support/resources/audiences";
import { draftArticle } from "../support/resources/make";
import type { Make, Resource, Scenario } from "../support/resources/resource";
import { staffOnly } from "../support/resources/restrictions";
import { prepare, send } from "../support/resources/scenario";

export const serializeRevision: Make = async (owner) => {
  const { id } = await draftArticle(owner);
  const target = `/api/v1/articles/${id}/revisions`;
  const answer = await call("GET", target, { key: owner.tenant.secretKeys.admin });
  return { id: id ?? "", revisionId: (await answer.json()).data[0].id };
};

const formerRevision: Make = async (owner) => {
  const { context } = owner.tenant.admin;
  const { id = "" } = await draftArticle(owner);
  await updateArticle(context, id, { title: "Secret too" });
  const { items } = await listRevisions(context, id, { limit: 10, offset: 0 });
  return { id, revisionId: items.at(-1)?.id ?? "" };
};

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

/** Earlier states of an article. */
export const resource: Resource = {
  operations: {
    "GET /api/v1/articles/[id]/revisions": {
      ok: 200,
      allowed: actorsWhoMay.read,
      given: serializeRevision,
      cost: [3, 1],
      variants: ["", "?limit=5&offset=50"],
    },
    "GET /api/v1/articles/[id]/revisions/[revisionId]": {
      ok: 200,
      allowed: actorsWhoMay.read,
      given: serializeRevision,
      cost: [1, 1],
    },
    "GET /api/v1/articles/[id]/revisions/[revisionId]/diff": {
      ok: 200,
      allowed: actorsWhoMay.read,
      given: serializeRevision,
      cost: [2, 2],
    },
    "POST /api/v1/articles/[id]/revisions/[revisionId]/restore": {
      ok: 200,
      allowed: actorsWhoMay.changeOwn,
      given: serializeRevision,
      cost: [8, 4],
      answers: { "404 article_not_found": deletedMeanwhile },
      note: `${ofOthers}; the key of an author acts for the member who made it`,
    },
  },
  pages: { "/articles/[id]/history": { audience: "staff", given: draftArticle } },
  actions: {
    restoreRevisionAction: {
      allowed: peopleWhoMay.delete,
      given: formerRevision,
      owned: true,
      form: ({ id = "", revisionId = "" }) => ({ id, revisionId, version: "2" }),
      note: ofOthers,
    },
  },
  tables: {
    article_revisions: {
      rights: "insert select",
      references: ["articles", "members"],
      restrictions: { staff_only: staffOnly },
    },
  },
  pageReads: {
    listRevisions: ({ tenant, articleId }) =>
      listRevisions(tenant.admin.context, articleId, { limit: 20, offset: 0 }),
  },
};
