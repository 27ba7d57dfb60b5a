import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listArticles } from "@/server/articles/read";
import { listArticles as listSchema } from "@/server/articles/schema";
import { deleteArticle } from "@/server/articles/write";
import { articlesTag } from "@/server/platform/generations";
import { callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";
import { actionCases } from "../support/resources/collected";
import type { Ids } from "../support/resources/ids";
import { wideLimits } from "../support/wide-limits";
import { actionsBesideArticles, changesByAction } from "./cached-reads/actions";
import { changes } from "./cached-reads/changes";
import { answersTo, type Names, type Reads, readsOf } from "./cached-reads/reads";
import { SwitchableCache } from "./cached-reads/switchable-cache";

/** After every change that there is, each read is asked for with the cache and without it. A new operation is among them by itself. */
startProgram(wideLimits);
startMail();
let cache: SwitchableCache;
let tenant: TestTenant;

beforeAll(async () => {
  cache = new SwitchableCache();
  tenant = await createTenant();
});
beforeEach(async () => {
  cache.muted = [];
  cache.clear();
  const { items } = await listArticles(tenant.admin.context, listSchema.parse({ limit: 100, fields: "id" }));
  for (const { id } of items) await deleteArticle(tenant.admin.context, id);
  // Two that nothing is done to.
  for (const member of [tenant.admin, tenant.author])
    await createArticle(member, { title: "Secret, quiet", status: "published", tags: ["Quiet"] });
});

async function uncached(reads: Reads) {
  cache.isOn = false;
  const answers = await answersTo(reads).finally(() => {
    cache.isOn = true;
  });
  return answers;
}

/** What is there by now, by every name that it has or had. */
async function namesOf({ id, former }: Ids): Promise<Names> {
  cache.isOn = false;
  const { body } = await callJson("GET", "/api/v1/articles?limit=100", { key: tenant.secretKeys.viewer });
  cache.isOn = true;
  const all: { id: string; slug: string; tags: { slug: string }[] }[] = body.data;
  const tags = all.flatMap((article) => article.tags.map(({ slug }) => slug));
  return {
    ids: [...new Set([...all.map((article) => article.id), ...(id ? [id] : [])])],
    slugs: ["secret", ...all.map(({ slug }) => slug)],
    tags: [...new Set([...tags, ...(former ? [former] : [])])],
  };
}

/** The reads that are answered otherwise than they would be without the cache, after a change that nothing was cached before. */
async function staleAfter(name: string): Promise<{ stale: string[]; changed: string[] }> {
  const { prepare, change } = changes[name] ?? expect.fail(`there is no ${name}`);
  const ids = await prepare(tenant);
  const reads = await readsOf(tenant, await namesOf(ids));
  cache.clear();
  const before = await answersTo(reads);
  await change(tenant, ids);
  const [after, truth] = [await answersTo(reads), await uncached(reads)];
  const differing = (a: Record<string, unknown>, b: Record<string, unknown>) =>
    Object.keys(reads).filter((read) => JSON.stringify(a[read]) !== JSON.stringify(b[read]));
  return { stale: differing(after, truth), changed: differing(before, truth) };
}

const audienceOf = (read: string) => (read.startsWith("staff") ? "staff" : "public");
const audiencesOf = (reads: string[]) => [...new Set(reads.map(audienceOf))].sort();

it("what every form does is among them", () => {
  expect([...Object.keys(changesByAction), ...actionsBesideArticles].sort()).toEqual(
    Object.keys(actionCases).sort(),
  );
  expect(
    Object.values(changesByAction)
      .flat()
      .filter((name) => !changes[name]),
  ).toEqual([]);
});

describe.each(Object.entries(changes))("%s", (name, { shownTo, toldTo = shownTo }) => {
  it("leaves no read behind, and is noticed by those who may", async () => {
    const { stale, changed } = await staleAfter(name);
    expect(stale).toEqual([]);
    expect(audiencesOf(changed)).toEqual([...shownTo].sort());
  });

  it("is found out if it tells nobody", async () => {
    cache.muted = Object.values(articlesTag);
    expect(audiencesOf((await staleAfter(name)).stale)).toEqual([...toldTo].sort());
  });
});
