import { beforeAll, describe, expect, it } from "vitest";
import { publishArticle, unpublishArticle } from "@/server/articles/status";
import { updateArticle } from "@/server/articles/write";
import { setLike } from "@/server/likes/service";
import { database } from "@/server/platform/database";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";

const program = startProgram();
let first: TestTenant;
beforeAll(async () => {
  first = await createTenant("First");
});

/** Resolves once a transaction waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = () =>
    asAdmin(
      program.database(),
      (sql) =>
        sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
  while ((await waiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("published reads", () => {
  it("count a like that began while the article was a draft, and ended after it was read as published", async () => {
    const { id } = await createArticle(first.admin);
    const likes = async () =>
      (await callJson("GET", `/api/v1/articles/${id}`, { key: first.publishableKey })).body.data?.counts
        .likes;
    const { tenantId } = first.author.context;
    let liking: Promise<unknown> = Promise.resolve();
    await asAdmin(program.database(), (sql) =>
      sql.begin(async (tx) => {
        await tx`select 1 from members where tenant_id = ${tenantId} and user_id = ${first.author.userId} for update`;
        liking = setLike(first.author.context, id, true);
        await untilSomebodyWaits();
        await publishArticle(first.admin.context, id);
        expect(await likes()).toBe(0);
      }),
    );
    await liking;
    expect(await likes()).toBe(1);
  });

  it("are left as they are by whoever writes a draft, which staff see at once", async () => {
    const published = await createArticle(first.admin, { status: "published", tags: ["Kept"] });
    const draft = await createArticle(first.admin, { title: "Draft", tags: ["Kept"] });
    const paths = [`/${published.id}`, "?limit=100&fields=id,title", "?tag=kept"];
    const titles = async (key: string) => {
      const { body } = await callJson("GET", `/api/v1/articles${paths[1]}`, { key });
      return body.data.map(({ title }: { title: string }) => title);
    };
    const read = () =>
      Promise.all(
        paths.map((path) => callJson("GET", `/api/v1/articles${path}`, { key: first.publishableKey })),
      );
    await read();
    await titles(first.secretKeys.viewer);
    await updateArticle(
      first.admin.context,
      draft.id,
      { title: "Written on", tags: ["Kept", "Brand new"] },
      { autosave: true },
    );
    const sent = watchStatements(database());
    await read();
    expect(sent.statements().filter((statement) => statement.includes("articles"))).toEqual([]);
    sent.stop();
    expect(await titles(first.secretKeys.viewer)).toContain("Written on");
  });

  it("are answered from the cache, and anew after each write", async () => {
    const { id } = await createArticle(first.admin, { title: "Cached", status: "published" });
    const read = async () =>
      (await callJson("GET", `/api/v1/articles/${id}`, { key: first.publishableKey })).body;
    await read();
    const sent = watchStatements(database());
    expect((await read()).data.title).toBe("Cached");
    expect(sent.statements().filter((statement) => statement.includes("articles"))).toEqual([]);
    sent.stop();
    await updateArticle(first.admin.context, id, { title: "Changed" });
    expect((await read()).data.title).toBe("Changed");
    await unpublishArticle(first.admin.context, id);
    expect((await read()).code).toBe("article_not_found");
    await publishArticle(first.admin.context, id);
    expect((await read()).data.title).toBe("Changed");
  });
});
