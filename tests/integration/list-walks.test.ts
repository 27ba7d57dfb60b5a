import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { articleSorts } from "@/server/articles/schema";
import { archiveArticle, publishArticle } from "@/server/articles/status";
import { deleteArticle, updateArticle } from "@/server/articles/write";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

/**
 * Walks by cursor while others write at the same time: nothing is seen twice, and nothing that stayed is missed. Whatever
 * order and filter; by creation also while what is walked over is being changed.
 */
/** Walks for each order and filter. */
const walks = Number(process.env.WALKS ?? 2);

const program = startProgram(wideLimits);
let tenant: TestTenant;
/** Those that the walks find at first: published, of the author, tagged, with an end; many at the same moment. */
let made: string[];

beforeAll(async () => {
  tenant = await createTenant("Walking");
  made = await Promise.all(Array.from({ length: 11 }, () => matching()));
  await asAdmin(
    program.database(),
    (sql) => sql`update articles set created_at = t, updated_at = t, published_at = t,
        unpublish_at = t + interval '1 year'
      from (select id as i, date_trunc('hour', now()) - row_number() over () % 4 * interval '1 minute' as t from articles) ties
      where id = i`,
  );
});

const everything = { status: "published", authorId: "", tag: "walked", updatedAfter: "2020-01-01T00:00:00Z" };
type Filter = Partial<typeof everything>;

/** Every choice of the filters that leave more than one article, and so need a cursor. */
const filters = Object.keys(everything).reduce<Filter[]>(
  (all, name) => all.flatMap((chosen) => [chosen, { ...chosen, [name]: everything[name as keyof Filter] }]),
  [{}],
);

async function matching(): Promise<string> {
  const unpublishAt = new Date(Date.now() + 86_400_000);
  return (await createArticle(tenant.author, { tags: ["Walked"], status: "published", unpublishAt })).id;
}

type Write = { kind: "insert" | "insert other" | "delete" | "archive" | "update"; pick: number };

/** Changes something while a page is read. Returns the id of what may be missed from now on. */
async function perform({ kind, pick }: Write, stays: Set<string>, mine: string[]): Promise<void> {
  const { context } = tenant.admin;
  if (kind === "insert") mine.push(await matching());
  if (kind === "insert other") mine.push((await createArticle(tenant.admin)).id);
  const target = [...stays][pick % stays.size];
  if (kind === "update" && target) await updateArticle(context, target, { title: `Changed ${pick}` });
  // Deleted and archived are only those that this run has made: the others are needed by the runs after it.
  const own = mine[pick % mine.length];
  if (kind === "delete" && own) await deleteArticle(context, own).catch(() => undefined);
  if (kind === "archive" && own) await archiveArticle(context, own).catch(() => undefined);
}

async function walk(sort: string, filter: Filter, limit: number, writes: Write[]): Promise<void> {
  const stays = new Set(made);
  const mine: string[] = [await matching(), await matching()];
  const seen: string[] = [];
  const authorId = filter.authorId === undefined ? {} : { authorId: tenant.author.userId };
  const query = new URLSearchParams({ ...filter, ...authorId, sort, limit: String(limit), fields: "id" });
  const pending = [...writes];
  for (let cursor: string | null = ""; cursor !== null; ) {
    if (cursor) query.set("cursor", cursor);
    const writing = pending.splice(0, 2).map((write) => perform(write, stays, mine));
    const page: Awaited<ReturnType<typeof callJson>> = await callJson("GET", `/api/v1/articles?${query}`, {
      key: tenant.secretKeys.viewer,
    });
    await Promise.all(writing);
    seen.push(...page.body.data.map((article: { id: string }) => article.id));
    cursor = page.body.meta.nextCursor;
  }
  expect(new Set(seen).size, "seen twice").toBe(seen.length);
  expect(
    [...stays].filter((id) => !seen.includes(id)),
    "missed",
  ).toEqual([]);
  for (const id of mine) await deleteArticle(tenant.admin.context, id).catch(() => undefined);
}

describe.each(articleSorts)("by %s", (sort) => {
  const kinds: Write["kind"][] = ["insert", "insert other", "delete", "archive"];
  // In these orders a change moves what is changed, which is what they are for.
  if (/(created|scheduled)At$/.test(sort)) kinds.push("update", "update");
  const write = fc.record({ kind: fc.constantFrom(...kinds), pick: fc.nat(100) });

  it.each(filters)("%j", async (filter) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(write, { minLength: 2, maxLength: 4 }),
        (limit, writes) => walk(sort, filter, limit, writes),
      ),
      { numRuns: walks },
    );
  });
});

it("a publication in between is no trouble to a walk by date of publication", async () => {
  const draft = await createArticle(tenant.author, { tags: ["Walked"] });
  const first = await callJson("GET", "/api/v1/articles?sort=-publishedAt&limit=3", {
    key: tenant.secretKeys.viewer,
  });
  await publishArticle(tenant.admin.context, draft.id);
  const { body } = await callJson(
    "GET",
    `/api/v1/articles?sort=-publishedAt&limit=100&cursor=${first.body.meta.nextCursor}`,
    { key: tenant.secretKeys.viewer },
  );
  const ids = [...first.body.data, ...body.data].map((article: { id: string }) => article.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(made.filter((id) => !ids.includes(id))).toEqual([]);
});
