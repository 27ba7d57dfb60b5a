import { beforeAll, describe, expect, it } from "vitest";
import { callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** Pages of articles that would be too much to have in memory together. */
startProgram();
const articles = 7;
const contentLength = 900_000;
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
  const content = "harbour ".repeat(contentLength / 8);
  for (let index = 0; index < articles; index++)
    await createArticle(tenant.admin, { title: `Long ${index}`, content, status: "published" });
});

interface Listed {
  id: string;
  content?: string;
}

/** The pages' articles, from the first to the last by Link. */
async function walk(path: string, key: string): Promise<Listed[][]> {
  const pages: Listed[][] = [];
  for (let next: string | undefined = path; next; ) {
    const { status, headers, body } = await callJson("GET", next, { key });
    expect(status).toBe(200);
    pages.push(body.data);
    next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
  }
  return pages;
}

describe.each([
  ["a list", "/api/v1/articles?limit=100"],
  ["an old list", "/api/v1/articles?limit=100&sort=createdAt"],
  ["a list of published ones", "/api/v1/articles?limit=100&status=published&sort=-publishedAt"],
  ["a search", "/api/v1/articles?limit=100&q=harbour"],
])("%s of long articles", (_, path) => {
  it.each(["viewer", "site"])("comes in short pages, and whole to a %s that walks on", async (who) => {
    const key = who === "site" ? tenant.publishableKey : tenant.secretKeys.viewer;
    const pages = await walk(path, key);
    // 2 MiB are over with the third.
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    const all = pages.flat();
    expect(new Set(all.map(({ id }) => id)).size).toBe(articles);
    expect(all.every(({ content }) => (content?.length ?? 0) > contentLength - 10)).toBe(true);
  });

  it("comes at once without their content", async () => {
    const pages = await walk(`${path}&fields=id,title`, tenant.secretKeys.viewer);
    expect(pages.map((page) => page.length)).toEqual([articles]);
  });
});
