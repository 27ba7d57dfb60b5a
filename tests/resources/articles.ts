import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { countArticles, listArticles } from "@/server/articles/read";
import { createArticle, type TestTenant } from "../support/factories";
import { actorsWhoMay, ofOthers, peopleWhoMay } from "../support/resources/audiences";
import type { Ids } from "../support/resources/ids";
import { draftArticle, publishedArticle } from "../support/resources/make";
import type { Resource, Scenario, Variant, World } from "../support/resources/resource";
import { publicByCall, publicByStatus, staffOnly } from "../support/resources/restrictions";
import { prepare, send } from "../support/resources/scenario";

const takenSlug = async ({ ask, tenant }: World): Promise<string> => {
  const body = { title: "Taken", content: "" };
  return (await ask("POST", "/api/v1/articles", { key: tenant.secretKeys.admin, body })).body.data.slug;
};

/** A source from which an article comes already. */
const takenSource = async ({ ask, tenant }: World) => {
  const source = { importer: "contract", path: `${randomUUID()}.md` };
  const body = { title: "Taken", content: "", source };
  const made = await ask("POST", "/api/v1/articles", { key: tenant.secretKeys.admin, body });
  expect(made.status).toBe(201);
  return source;
};

/** The same change once more. */
const twice: Scenario = async (world, operation) => {
  const prepared = await prepare(world, operation);
  await send(world, prepared);
  return send(world, prepared);
};

const text = { title: "New", content: "New", tags: "", slug: "" };
const versioned = ({ id = "" }: Ids) => ({ id, version: "1" });
const byKeysToo = `${ofOthers}; the key of an author acts for the member who made it`;

/** Rows that the statements of a read may touch where a total is counted, up to 10,000, and a page read. */
const counted = 11_000;
const inAYear = () => new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 16);
const lately = () => new Date(Date.now() - 3_600_000).toISOString();
const sorts = ["-updatedAt", "updatedAt", "-createdAt", "createdAt", "-publishedAt", "publishedAt"];

const listVariants: Variant[] = [
  ...sorts.flatMap((sort): Variant[] => [
    { query: `?sort=${sort}`, rowsMax: counted },
    `?sort=${sort}&status=published`,
    { query: `?sort=${sort}&status=archived`, rowsMax: counted },
    { query: ({ tenant }) => `?sort=${sort}&authorId=${tenant.author.userId}`, rowsMax: counted },
    { query: `?sort=${sort}&tag=common`, rowsMax: 3 * counted },
    `?sort=${sort}&tag=rare`,
    `?sort=${sort}&tag=none`,
    `?sort=${sort}&tag=tag-7&status=draft`,
    `?sort=${sort}&slug=bulk-7`,
  ]),
  { query: "?updatedAfter=2020-01-01T00:00:00Z", rowsMax: counted },
  { query: () => `?updatedAfter=${lately()}` },
  // What is skipped is read with all that belongs to it.
  { query: "?limit=5&offset=5000", rowsMax: 4 * counted },
  { query: "?q=common", rowsMax: 2_000 },
  { query: "?q=word7", rowsMax: 2_000 },
  { query: "?scheduled=true", rowsMax: counted },
  { query: "?scheduled=true&status=draft", rowsMax: counted },
  { query: "?sort=scheduledAt", rowsMax: counted },
  { query: "?sort=-scheduledAt", rowsMax: counted },
  "?q=rare",
  "?q=none",
  { query: "?q=common&status=published&tag=common", rowsMax: 5_000 },
  { query: "?q=common&tag=rare", rowsMax: 2_000 },
  { query: ({ tenant }) => `?q=rare&authorId=${tenant.author.userId}` },
  { query: () => `?q=common&updatedAfter=${lately()}` },
];

/** Articles with their sources and former slugs; what is below an article has files of its own. */
export const resource: Resource = {
  operations: {
    "GET /api/v1/articles": {
      ok: 200,
      allowed: actorsWhoMay.readPublished,
      cost: [2, 1],
      variants: listVariants,
      note: "publishable keys: published ones",
    },
    "POST /api/v1/articles": {
      ok: 201,
      allowed: actorsWhoMay.write,
      body: { title: "New", content: "New" },
      fields: [
        "title",
        "content",
        "slug",
        "tags",
        "status",
        "publishedAt",
        "publishAt",
        "unpublishAt",
        "source",
      ],
      cost: [2, 2],
      answers: {
        "409 already_published": async (world, operation) => {
          const body = { title: "T", content: "C", status: "published", publishAt: `${inAYear()}:00Z` };
          return send(world, await prepare(world, operation), { body });
        },
        "409 not_published": async (world, operation) => {
          const body = { title: "T", content: "C", unpublishAt: `${inAYear()}:00Z` };
          return send(world, await prepare(world, operation), { body });
        },
        "409 slug_taken": async (world, operation) => {
          const body = { title: "T", content: "C", slug: await takenSlug(world) };
          return send(world, await prepare(world, operation), { body });
        },
        "409 source_taken": async (world, operation) => {
          const body = { title: "T", content: "C", source: await takenSource(world) };
          return send(world, await prepare(world, operation), { body });
        },
      },
    },
    "GET /api/v1/articles/[id]": {
      ok: 200,
      allowed: actorsWhoMay.readPublished,
      given: publishedArticle,
      cost: [1, 1],
    },
    "PATCH /api/v1/articles/[id]": {
      ok: 200,
      allowed: actorsWhoMay.changeOwn,
      given: draftArticle,
      body: { title: "Changed" },
      fields: [
        "title",
        "content",
        "slug",
        "tags",
        "publishedAt",
        "publishAt",
        "unpublishAt",
        "source",
        "authorId",
      ],
      cost: [6, 3],
      answers: {
        "409 already_published": async (world, operation) => {
          const prepared = await prepare(world, operation);
          const { key, session } = prepared.options;
          await world.ask("POST", `${prepared.target}/publish`, { key, session });
          return send(world, prepared, { body: { publishAt: `${inAYear()}:00Z` } });
        },
        "409 not_published": async (world, operation) => {
          const body = { unpublishAt: `${inAYear()}:00Z` };
          return send(world, await prepare(world, operation), { body });
        },
        "409 slug_taken": async (world, operation) => {
          const body = { slug: await takenSlug(world) };
          return send(world, await prepare(world, operation), { body });
        },
        "409 source_taken": async (world, operation) => {
          const body = { source: await takenSource(world) };
          return send(world, await prepare(world, operation), { body });
        },
      },
      note: byKeysToo,
    },
    "DELETE /api/v1/articles/[id]": {
      ok: 204,
      allowed: actorsWhoMay.delete,
      given: draftArticle,
      cost: [3, 3],
    },
    "POST /api/v1/articles/[id]/publish": {
      ok: 200,
      allowed: actorsWhoMay.changeOwn,
      given: draftArticle,
      cost: [4, 3],
      answers: { "409 already_published": twice },
      note: byKeysToo,
    },
    "POST /api/v1/articles/[id]/unpublish": {
      ok: 200,
      allowed: actorsWhoMay.changeOwn,
      given: publishedArticle,
      cost: [4, 3],
      answers: { "409 not_published": twice },
      note: byKeysToo,
    },
    "POST /api/v1/articles/[id]/archive": {
      ok: 200,
      allowed: actorsWhoMay.changeOwn,
      given: draftArticle,
      cost: [4, 3],
      answers: { "409 already_archived": twice },
      note: byKeysToo,
    },
    "GET /api/v1/article-sources": {
      ok: 200,
      allowed: actorsWhoMay.read,
      query: "?importer=markdown",
      cost: [1, 1],
      variants: ["?importer=markdown", "?importer=markdown&limit=5&cursor=m"],
    },
    "GET /api/v1/export/articles": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      cost: [3, 3],
      variants: [{ query: "", rowsMax: 5 * counted }],
    },
  },
  pages: {
    "/articles": { audience: "staff" },
    "/articles/new": { audience: "staff", allowed: peopleWhoMay.write },
    "/articles/[id]": { audience: "staff", given: draftArticle },
  },
  actions: {
    createArticleAction: { allowed: peopleWhoMay.write, form: () => ({ ...text, intent: "save" }) },
    saveArticleAction: {
      allowed: peopleWhoMay.delete,
      given: draftArticle,
      owned: true,
      form: (ids) => ({ ...versioned(ids), ...text, intent: "save" }),
      note: ofOthers,
    },
    changeStatusAction: {
      allowed: peopleWhoMay.delete,
      given: draftArticle,
      owned: true,
      form: (ids) => ({ ...versioned(ids), intent: "archive" }),
      note: ofOthers,
    },
    scheduleAction: {
      allowed: peopleWhoMay.delete,
      given: draftArticle,
      owned: true,
      form: (ids) => ({ ...versioned(ids), timeZone: "UTC", publishAt: inAYear(), intent: "schedule" }),
      note: ofOthers,
    },
    deleteArticleAction: {
      allowed: peopleWhoMay.delete,
      given: draftArticle,
      owned: true,
      form: versioned,
    },
  },
  tables: {
    articles: {
      rights: "delete insert select update",
      // Who wrote it, and who planned what is to happen with it.
      references: ["members", "members"],
      restrictions: { published_only: publicByStatus("published") },
    },
    article_counts: { rights: "select", references: ["articles"] },
    article_sources: {
      rights: "insert select",
      references: ["articles"],
      restrictions: { staff_only: staffOnly },
    },
    article_totals: { rights: "select", references: ["tenants"] },
    former_article_slugs: {
      rights: "select",
      references: ["articles"],
      restrictions: { published_only: publicByCall("is_published\\(article_id\\)") },
    },
  },
  pageReads: {
    countArticles: ({ tenant }) => countArticles(tenant.admin.context),
    listArticles: ({ tenant }) =>
      listArticles(tenant.admin.context, { sort: "-updatedAt", limit: 6, offset: 0, fields: ["id"] }),
  },
  fill: ({ admin }: TestTenant, index) =>
    createArticle(admin, { status: "published", tags: ["one", `tag-${index}`] }),
};
