import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { getArticleBySlug, listArticles } from "@/server/articles/read";
import { resolveSite } from "@/server/auth/resolve-site";
import type { TenantContext } from "@/server/auth/tenant-context";
import { Random } from "../../scripts/bench/seed/random";
import { callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { wideLimits } from "../support/wide-limits";
import { type Audience, changeNames, staffView, WatchedArticle } from "./published/article";
import { TwoProcesses } from "./published/two-processes";

/** `npm run test:soak` takes 100,000, and another seed. */
const operations = Number(process.env.SOAK_PUBLISHED ?? 600);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);

startProgram(wideLimits);
const processes = new TwoProcesses();
let tenant: TestTenant;
let visitor: TenantContext;

beforeAll(async () => {
  await processes.inProcess(0, async () => {
    tenant = await createTenant();
    visitor = await resolveSite(tenant.slug, "test-request");
  });
});

interface Reader {
  audience: Audience;
  /** What is seen of the article, as `viewOf` has it. */
  read(article: WatchedArticle): Promise<string | null>;
}

const overApi = (key: () => string) => ({
  one: async ({ id }: WatchedArticle) =>
    (await callJson("GET", `/api/v1/articles/${id}`, { key: key() })).body.data,
  list: async (query: string, { id }: WatchedArticle) => {
    const path = `/api/v1/articles?fields=id,content,status&${query}`;
    const { status, body } = await callJson("GET", path, { key: key() });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.data.find((one: { id: string }) => one.id === id);
  },
});
const publicApi = overApi(() => tenant.publishableKey);
const staffApi = overApi(() => tenant.secretKeys.viewer);

/** The ways in which an article is read. */
const readers: Reader[] = [
  { audience: "public", read: async (article) => (await publicApi.one(article))?.content ?? null },
  {
    audience: "public",
    read: async (article) => (await publicApi.list("limit=100", article))?.content ?? null,
  },
  {
    audience: "public",
    read: async (article) => (await publicApi.list(`slug=${article.slug}`, article))?.content ?? null,
  },
  {
    audience: "public",
    read: async ({ slug }) => (await getArticleBySlug(visitor, slug).catch(() => null))?.content ?? null,
  },
  {
    audience: "public",
    read: async ({ id }) => {
      const { items } = await listArticles(visitor, { sort: "-publishedAt", limit: 100, offset: 0 });
      return items.find((one) => one.id === id)?.content ?? null;
    },
  },
  { audience: "staff", read: async (article) => staffView(await staffApi.one(article)) },
  { audience: "staff", read: async (article) => staffView(await staffApi.list("limit=100", article)) },
  {
    audience: "staff",
    read: async (article) => staffView(await staffApi.list(`limit=5&slug=${article.slug}`, article)),
  },
];

class Run {
  readonly faults: string[] = [];
  reads = 0;
  writes = 0;
  outages = 0;
  readonly #articles: WatchedArticle[] = [];
  readonly #random = new Random(`published ${seed}`);

  constructor(private readonly operations: number) {}

  get #isOver(): boolean {
    return this.reads + this.writes >= this.operations;
  }

  async all(): Promise<void> {
    await Promise.all([
      this.#write(0),
      this.#write(1),
      this.#write(0),
      ...[0, 1, 0, 1].map((at) => this.#read(at)),
      this.#disturb(),
    ]);
  }

  /** One article after the other: each is changed until it is deleted. */
  async #write(at: number): Promise<void> {
    const { context } = tenant.admin;
    let article: WatchedArticle | undefined;
    while (!this.#isOver) {
      const { changes, away } = processes;
      const before = this.#articles.map((one) => [one, one.committed] as const);
      const work = async () => {
        if (!article || article.isGone) {
          article = await WatchedArticle.create(context, this.#random.pick(["draft", "published"] as const));
          this.#articles.push(article);
          return true;
        }
        return article.change(context, this.#random.pick(changeNames));
      };
      const isDone = await processes.inProcess(at, work);
      this.writes++;
      // With Redis there all along, every cache knows of this change by now, and of all that was committed before it.
      if (!isDone || away || changes !== processes.changes) continue;
      for (const [one, committed] of before) one.known = Math.max(one.known, committed);
      if (article) article.known = Math.max(article.known, article.committed);
    }
  }

  async #read(at: number): Promise<void> {
    while (!this.#isOver) {
      const article = this.#articles.at(-1 - this.#random.below(Math.min(6, this.#articles.length || 1)));
      const { audience, read } = this.#random.pick(readers);
      if (!article) {
        await sleep(1);
        continue;
      }
      const { known } = article;
      const seen = await processes.inProcess(at, () => read(article));
      this.reads++;
      const allowed = await article.seenSince(known, audience);
      if (!allowed.includes(seen))
        this.faults.push(`${read}: read ${seen}, there were ${allowed.join(", ")}`);
    }
  }

  async #disturb(): Promise<void> {
    while (!this.#isOver) {
      await sleep(20 + this.#random.below(150));
      processes.setAway(true);
      this.outages++;
      await sleep(5 + this.#random.below(40));
      processes.setAway(false);
    }
  }
}

describe("reads of staff and of the public in two processes, while articles are published, unpublished, changed, archived and deleted", () => {
  it(
    "never show what isn't there for the reader, nor what was before the last change that is known, also while Redis comes and goes",
    async () => {
      const run = new Run(operations);
      await run.all();
      const { reads, writes, outages, faults } = run;
      report(
        `cached reads of the program: ${writes} changes, ${reads} reads, ${outages} outages of Redis, ${faults.length} wrong, seed ${seed}`,
      );
      expect(faults).toEqual([]);
      expect(Math.min(reads, writes, outages)).toBeGreaterThan(0);
    },
    24 * 3_600_000,
  );

  it("are found out where a change tells nobody", async () => {
    processes.tells = false;
    const run = new Run(400);
    await run.all();
    expect(run.faults).not.toEqual([]);
  });
});
