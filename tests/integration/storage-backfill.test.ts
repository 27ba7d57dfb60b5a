import { readFileSync } from "node:fs";
import postgres from "postgres";
import { expect, it } from "vitest";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** What organisations stored before it was counted: the migration's own statement counts it. */
const program = startProgram();
const backfill = readFileSync("drizzle/legacy/0032_storage_totals.sql", "utf8")
  .split("--> statement-breakpoint")
  .at(-1);

it("counts what is there, of every organisation", async () => {
  for (const name of ["One", "Two"]) {
    const tenant = await createTenant(name);
    const { id } = await createArticle(tenant.author, {
      title: "T",
      content: "x".repeat(99),
      tags: ["a", "b"],
    });
    await createArticle(tenant.admin, { title: "T", content: "y".repeat(49), status: "published" });
    const body = { content: "z".repeat(199) };
    await callJson("PATCH", `/api/v1/articles/${id}`, { key: tenant.secretKeys.admin, body });
  }
  const read = () =>
    asAdmin(program.database(), async (sql) => ({
      articles: await sql`select tenant_id, status, sum(bytes)::int as bytes, sum(total)::int as total
        from article_totals where scope = 'all' group by 1, 2 order by 1, 2`,
      others: await sql`select tenant_id, subject, sum(total)::int as total from tenant_totals
        where subject in ('tags', 'bytes:revisions') group by 1, 2 order by 1, 2`,
    }));
  const before = await read();
  expect(before.articles.map(({ bytes, total }) => [bytes, total])).toEqual([
    [200, 1],
    [50, 1],
    [200, 1],
    [50, 1],
  ]);
  await asAdmin(program.database(), async (sql) => {
    await sql`update article_totals set bytes = 0`;
    await sql`delete from tenant_totals where subject in ('tags', 'bytes:revisions')`;
  });
  const owner = postgres(program.database().ownerUrl, { max: 1 });
  await owner.begin((sql) => sql.unsafe(backfill ?? ""));
  await owner.end();
  expect(await read()).toEqual(before);
});
