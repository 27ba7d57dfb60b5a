import { readFileSync } from "node:fs";
import postgres from "postgres";
import { beforeAll, expect, it } from "vitest";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** Articles that were written before there were revisions: the migration's own statement gives each its first one. */
const program = startProgram();
const [backfill = ""] = readFileSync("drizzle/legacy/0011_keep_revisions.sql", "utf8").split(
  "--> statement-breakpoint",
);
let tenants: TestTenant[];

beforeAll(async () => {
  tenants = [await createTenant("One"), await createTenant("Two")];
});

it("keeps the text of every article of every organisation, and knows nothing of earlier versions", async () => {
  const made = [];
  for (const tenant of tenants) {
    const article = await createArticle(tenant.author, {
      tags: ["B", "A"],
      title: tenant.slug,
      status: "published",
    });
    made.push({ tenant, article });
  }
  await asAdmin(program.database(), async (sql) => {
    await sql`delete from article_revisions`;
    await sql`update articles set version = 7, state_version = null`;
  });
  const owner = postgres(program.database().ownerUrl, { max: 1 });
  await owner.begin((sql) => sql.unsafe(backfill));
  await owner.end();
  for (const { tenant, article } of made) {
    const path = `/api/v1/articles/${article.id}`;
    const { body } = await callJson("GET", `${path}/revisions`, { session: tenant.viewer.token });
    expect(body.data).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-/),
        ...{ articleId: article.id, number: 1, firstVersion: 7, version: 7, autosave: false, current: true },
        ...{ title: tenant.slug, slug: article.slug, tags: article.tags },
        savedBy: { id: tenant.author.userId, name: "Mo author", avatar: null },
        savedAt: article.updatedAt.toISOString(),
      }),
    ]);
    const refused = await callJson("PATCH", path, {
      session: tenant.author.token,
      body: { title: "x" },
      headers: { "if-match": '"3"' },
    });
    const fields = refused.body.conflict.changed.map(({ field }: { field: string }) => field);
    expect(fields).toEqual([
      "title",
      "slug",
      "content",
      "tags",
      "status",
      "publishedAt",
      "publishAt",
      "unpublishAt",
    ]);
  }
});
