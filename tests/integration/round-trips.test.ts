import { beforeAll, describe, expect, it } from "vitest";
import { publishArticle } from "@/server/articles/status";
import { createComment } from "@/server/comments/service";
import { setLike } from "@/server/likes/service";
import { deliveriesSettled } from "@/server/mail/deliver";
import { invite } from "@/server/members/invitations";
import { database } from "@/server/platform/database";
import { call } from "../support/api";
import { asAdmin } from "../support/database";
import { anEmail, createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";

const program = startProgram();
let sent: ReturnType<typeof watchStatements>;
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
  // Looking up whose key it is is left out.
  await call("GET", "/api/v1/me", { key: tenant.secretKeys.admin });
  sent = watchStatements(database());
});

async function statementsOf(method: string, path: string, body?: unknown): Promise<number> {
  sent.clear();
  const answer = await call(method, path, { key: tenant.secretKeys.admin, body });
  expect(answer.status).toBeLessThan(300);
  // Noting the key's last use is nobody's to wait for.
  return sent.statements().filter((statement) => !statement.includes("touch_api_key")).length;
}

describe("SQL statements of a request, those of the transaction and of entering the tenant aside", () => {
  it("don't grow with the length of a list", async () => {
    for (let count = 0; count < 3; count++) await createArticle(tenant.admin, { tags: ["a", "b"] });
    const few = await statementsOf("GET", "/api/v1/articles?limit=2");
    for (let count = 0; count < 30; count++) await createArticle(tenant.admin, { tags: ["a", "b"] });
    expect(await statementsOf("GET", "/api/v1/articles?limit=100")).toBe(few);
  });

  it("don't grow with the length of any other list", async () => {
    const { id } = await createArticle(tenant.admin, { title: "Sought", tags: ["a", "b", "c"] });
    for (const { context } of [tenant.admin, tenant.editor, tenant.author]) {
      await createComment(context, id, "x");
      await setLike(context, id, true);
      await createArticle({ context }, { title: "Sought" });
      await invite(tenant.admin.context, { email: anEmail(), role: "viewer" });
    }
    await deliveriesSettled();
    const lists = [
      "api-keys?",
      "comments?",
      "invitations?",
      "members?",
      "search?q=sought&",
      "tags?",
      `articles/${id}/likes?`,
    ];
    for (const list of lists) {
      const few = await statementsOf("GET", `/api/v1/${list}limit=1`);
      expect(await statementsOf("GET", `/api/v1/${list}limit=50`), list).toBe(few);
    }
  });
});

describe("plans under row security", () => {
  beforeAll(async () => {
    // Enough rows that an index pays, most of them another tenant's.
    const other = await createTenant("Crowd");
    const author = { [tenant.id]: tenant.admin.userId, [other.id]: other.admin.userId };
    await asAdmin(program.database(), async (sql) => {
      for (const [id, count] of [
        [other.id, 20_000],
        [tenant.id, 3_000],
      ] as const) {
        // The counters' triggers run under row security as well.
        await sql`select set_config('app.tenant_id', ${id}, false)`;
        await sql`insert into articles (tenant_id, id, author_id, slug, title, content, status, published_at, updated_at)
          select ${id}, gen_random_uuid(), ${author[id] ?? ""}, 'bulk-' || n, 'Bulk ' || n, 'word' || n % 500 || ' lorem ipsum', case when n % 10 = 0 then 'published' else 'archived' end, now(), now() - n * interval '1 second'
          from generate_series(1, ${count}::int) n`;
      }
      // Also moves what is new into the full-text index proper.
      await sql`vacuum analyze`;
    });
  });

  it.each([
    [
      "select id from articles where tenant_id = $1 order by updated_at desc, id desc limit 20",
      "articles_updated_idx",
    ],
    [
      "select id from articles where tenant_id = $1 and status = 'published' order by updated_at desc, id desc limit 20",
      "articles_status_updated_idx",
    ],
    [
      "select id from articles where tenant_id = $1 and status = 'published' order by published_at desc, id desc limit 20",
      "articles_published_idx",
    ],
    ["select id from articles where tenant_id = $1 and slug = 'bulk-7'", "articles_tenant_id_slug_key"],
  ])("%s uses %s", async (query, index) => {
    const plan = await explain(query.replace("$1", `'${tenant.id}'`));
    expect(plan).toContain(index);
    expect(plan).not.toContain("Seq Scan on articles");
  });

  it("a search uses the full-text index for the owner, as whom its function runs, and could not for the program", async () => {
    const search = `select id from articles where tenant_id = '${tenant.id}' and search @@ '''word7'':*'::tsquery`;
    expect(await explain(search, "masthead_owner")).toMatch(/Index Cond:.*search @@/);
    expect(await explain(search)).not.toMatch(/Index Cond:.*search @@/);
  });
});

async function explain(query: string, role = "masthead_app"): Promise<string> {
  return asAdmin(program.database(), (sql) =>
    sql.begin(async (tx) => {
      await tx.unsafe(`set local role ${role}`);
      await tx.unsafe(`select set_config('app.tenant_id', '${tenant.id}', true)`);
      const rows = await tx.unsafe(`explain ${query}`);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    }),
  );
}

describe("one popular article", () => {
  it("takes likes of many at once and counts them all", async () => {
    const { id } = await createArticle(tenant.admin);
    await publishArticle(tenant.admin.context, id);
    const tokens = [tenant.admin.token, tenant.editor.token, tenant.author.token];
    await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        call("PUT", `/api/v1/articles/${id}/like`, { session: tokens[index % 3] ?? "" }),
      ),
    );
    const answer = await call("GET", `/api/v1/articles/${id}`, { key: tenant.secretKeys.admin });
    expect((await answer.json()).data.counts.likes).toBe(3);
  });
});
