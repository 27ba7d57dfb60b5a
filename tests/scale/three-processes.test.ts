import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "@/server/api-keys/service";
import { asAdmin } from "../support/database";
import {
  addMember,
  createArticle,
  createTenant,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { report } from "../support/report";
import { waitForMinute } from "../support/wait-for-minute";
import { ask, keepAlive, type Question } from "./support/ask";
import { distribution } from "./support/figures";
import { type Seen, untilFresh, type View, viewsOf } from "./support/freshness";
import { countAnswers } from "./support/limits";
import type { ServerProcess } from "./support/server-process";
import { startStack } from "./support/stack";
import { startTraffic } from "./support/traffic";

/** Three processes of the program behind nginx, on one Postgres and one Redis: `npm run test:scale`. */
const stack = startStack();
const agent = keepAlive(24);
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant("Scale Press");
});

afterAll(() => agent.destroy());

describe("a limit", () => {
  it("is shared by all processes, exact to 1 %", { timeout: 180_000 }, async () => {
    const max = 600;
    const { key } = await createApiKey(tenant.admin.context, {
      name: "Limited",
      kind: "secret",
      role: "viewer",
      rateLimitPerMinute: max,
    });
    await waitForMinute(40_000);
    const urls = stack().processes.map(({ url }) => url);
    const question = { path: "/api/v1/me", key };
    const answers = await countAnswers(agent, { urls, question, count: max * 1.5, atOnce: 12 });
    const each = urls.map((url) => answers.get(url)?.[200] ?? 0);
    const allowed = each.reduce((sum, one) => sum + one, 0);
    const refused = urls.reduce((sum, url) => sum + (answers.get(url)?.[429] ?? 0), 0);
    report(
      `limit of ${max} a minute, ${max * 1.5} requests to three processes: ${allowed} allowed (${each.join(" + ")}), ${refused} refused`,
    );
    expect(allowed + refused).toBe(max * 1.5);
    expect(Math.abs(allowed - max) / max).toBeLessThanOrEqual(0.01);
    expect(Math.min(...each)).toBeGreaterThan(0);
  });
});

describe("a change by one process", { timeout: 180_000 }, () => {
  it("shows in what the others serve within a second", async () => {
    const seen: Seen[] = [];
    for (let round = 0; round < rounds; round++) {
      const title = `Change ${round} of all`;
      const { id, slug } = await createArticle(tenant.admin, { title });
      const views = viewsOf(tenant, id, slug);
      const steps: [Question, View[]][] = [
        [change(`${id}/publish`), views.shown(title)],
        [change(id, { title: `${title} again` }), views.shown(`${title} again`)],
        [change(`${id}/unpublish`), views.gone(id)],
      ];
      for (const [index, [question, expected]] of steps.entries()) {
        const [writer, ...others] = inTurn(round + index);
        if (!writer) throw new Error("there is no process");
        // What they have in their caches by then is of before.
        await Promise.all(
          others.flatMap(({ url }) => expected.map((view) => ask(agent, url, view.question))),
        );
        const { status, text } = await ask(agent, writer.url, question);
        expect(status, text).toBe(200);
        seen.push(...(await untilFresh(agent, others, expected)));
      }
    }
    const stale = seen.filter((one) => one.stale > 0).length;
    report(
      `publish, change, unpublish, ${rounds} times: ${seen.length} views on other processes, ${stale} stale at first; until seen: ${distribution(seen.map(({ delayMs }) => delayMs))}`,
    );
    expect(Math.max(...seen.map(({ delayMs }) => delayMs))).toBeLessThanOrEqual(1_000);
  });

  it("ends a key for all at once", async () => {
    let accepted = 0;
    let asked = 0;
    for (let round = 0; round < rounds; round++) {
      const { id, key } = await createApiKey(tenant.admin.context, {
        name: "To be revoked",
        kind: round % 2 === 0 ? "secret" : "publishable",
        role: "viewer",
      });
      const question = { path: "/api/v1/articles", key };
      const [writer, ...others] = inTurn(round);
      // All have remembered the key when it ends.
      for (const { url } of others) expect((await ask(agent, url, question)).status).toBe(200);
      const revoked = await ask(agent, writer?.url ?? "", {
        method: "DELETE",
        path: `/api/v1/api-keys/${id}`,
        key: tenant.secretKeys.admin,
      });
      expect(revoked.status, revoked.text).toBe(204);
      const answers = await Promise.all(others.map(({ url }) => ask(agent, url, question)));
      asked += answers.length;
      accepted += answers.filter(({ status }) => status !== 401).length;
    }
    report(`revoked keys: ${rounds}, shown to other processes ${asked} times, accepted ${accepted}`);
    expect(accepted).toBe(0);
  });

  it.each<[string, (maker: TestMember, id: string) => Question, number]>([
    [
      "replaced by another",
      (_maker, id) => asAdminKey("POST", `api-keys/${id}/rotate`, { overlapSeconds: 0 }),
      401,
    ],
    [
      "of a maker with a lower role",
      ({ userId }) => asAdminKey("PATCH", `members/${userId}`, { role: "viewer" }),
      403,
    ],
    [
      "of a suspended maker",
      ({ userId }) => asAdminKey("PATCH", `members/${userId}`, { status: "suspended" }),
      401,
    ],
    ["of a removed maker", ({ userId }) => asAdminKey("DELETE", `members/${userId}`), 401],
  ])("counts at once for a key that is %s", async (what, question, expected) => {
    const seen: number[] = [];
    for (let round = 0; round < 6; round++) {
      const maker = await addMember(tenant.admin.context, "editor");
      const { id, key } = await createApiKey(
        { ...tenant.admin.context, userId: maker.userId },
        { name: what, kind: "secret", role: "editor" },
      );
      const write: Question = {
        method: "POST",
        path: "/api/v1/articles",
        key,
        body: { title: what, content: "…" },
      };
      const [writer, ...others] = inTurn(round);
      // Twice, so that all keep what the key stands for.
      for (const { url } of [...others, ...others]) expect((await ask(agent, url, write)).status).toBe(201);
      const changed = await ask(agent, writer?.url ?? "", question(maker, id));
      expect(changed.status, changed.text).toBeLessThan(300);
      const answers = await Promise.all(others.map(({ url }) => ask(agent, url, write)));
      seen.push(...answers.map(({ status }) => status));
    }
    report(
      `keys that are ${what}, shown to other processes ${seen.length} times, accepted ${seen.filter((status) => status < 300).length}`,
    );
    expect(new Set(seen)).toEqual(new Set([expected]));
  });

  it("is known within ten seconds where the owner of the database makes it, as of a plan", async () => {
    const { processes, database } = stack();
    const question = { path: "/api/v1/me", key: tenant.secretKeys.viewer };
    const shown = async () => {
      const answers = await Promise.all(processes.map(({ url }) => ask(agent, url, question)));
      return answers.map(
        ({ headers }) => /"organisation";q=(\d+)/.exec(String(headers["ratelimit-policy"]))?.[1],
      );
    };
    const [before] = await shown();
    await asAdmin(database, (sql) => sql`update tenants set plan = 'large' where id = ${tenant.id}`);
    await sleep(10_000);
    expect(new Set(await shown())).toEqual(new Set([String(Number(before) * 10)]));
  });

  const rounds = 20;

  function asAdminKey(method: Question["method"], path: string, body?: unknown): Question {
    return { method, path: `/api/v1/${path}`, key: tenant.secretKeys.admin, body };
  }

  /** Each process is the writer once in three. */
  function inTurn(turn: number): ServerProcess[] {
    const { processes } = stack();
    const first = turn % processes.length;
    return [...processes.slice(first), ...processes.slice(0, first)];
  }

  function change(path: string, body?: unknown): Question {
    const method = body === undefined ? "POST" : "PATCH";
    return { method, path: `/api/v1/articles/${path}`, key: tenant.secretKeys.editor, body };
  }
});

describe("a rolling restart under load", { timeout: 300_000 }, () => {
  it("fails no request and loses no write", async () => {
    const { url, nginx, processes } = stack();
    const { id, slug } = await createArticle(tenant.admin, { title: "Read by all", status: "published" });
    const startedAt = performance.now();
    const traffic = startTraffic(url, {
      slug: tenant.slug,
      secretKey: tenant.secretKeys.author,
      publishableKey: tenant.publishableKey,
      articleId: id,
      articleSlug: slug,
    });
    await traffic.answers(500);
    for (const each of processes) {
      await each.restart();
      await untilAskedAgain(each);
    }
    await traffic.answers(500);
    const { reads, writes, failures, latencies, acknowledged } = await traffic.stop();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const passed = nginx.passed();
    const elsewhere = passed.filter(({ ports }) => ports.length > 1).length;
    const found = await articlesInDatabase();
    const kept = [...acknowledged].filter(([articleId, title]) => found.get(articleId) === title).length;
    report(
      `rolling restart of ${processes.length} processes: ${reads} reads and ${writes} writes in ${seconds} s, requests failed ${failures.length}`,
    );
    report(`  ${distribution(latencies)}; asked of another process by nginx: ${elsewhere}`);
    report(
      `  articles acknowledged ${acknowledged.size}, found as acknowledged ${kept}, in the database ${found.size}`,
    );
    expect(failures).toEqual([]);
    expect(kept).toBe(acknowledged.size);
    expect(found.size).toBe(acknowledged.size);
    expect(elsewhere).toBeGreaterThan(0);
  });

  /** Until nginx has given it requests, which it does some time after it has failed. */
  async function untilAskedAgain({ port }: ServerProcess): Promise<void> {
    const { nginx } = stack();
    const count = () => nginx.passed().filter(({ ports }) => ports.at(-1) === port).length;
    const before = count();
    for (const end = Date.now() + 30_000; count() < before + 20; await sleep(200)) {
      if (Date.now() > end) throw new Error(`nginx does not ask the process on port ${port} again`);
    }
  }

  async function articlesInDatabase(): Promise<Map<string, string>> {
    return asAdmin(stack().database, async (sql) => {
      const rows = await sql<{ id: string; title: string }[]>`select id, title from articles
        where tenant_id = ${tenant.id} and title like 'Scale %'`;
      return new Map(rows.map(({ id, title }) => [id, title]));
    });
  }
});
