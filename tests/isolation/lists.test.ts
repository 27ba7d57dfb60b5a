import { beforeAll, describe, expect, it } from "vitest";
import { call, routes } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let own: TestTenant;
let other: TestTenant;
let articleId: string;

beforeAll(async () => {
  own = await createTenant("Own");
  other = await createTenant("Other");
  const article = await createArticle(other.admin, {
    title: "Secret of the other",
    status: "published",
    tags: ["hidden"],
  });
  articleId = article.id;
});

const lists = routes.filter(({ path }) => path.startsWith("/api/v1/") && !path.includes("["));

describe.each(lists)("$path", ({ path }) => {
  it.each(["", "?q=secret", "?status=published", "?tag=hidden", "?slug=secret-of-the-other"])(
    "with %j holds nothing of another tenant, for anyone",
    async (filter) => {
      const credentials = [
        { session: own.admin.token },
        { key: own.secretKeys.admin },
        { key: own.secretKeys.viewer },
        { key: own.publishableKey },
      ];
      for (const credential of credentials) {
        const text = await (await call("GET", path + filter, credential)).text();
        for (const secret of [other.id, articleId, other.admin.userId, "Secret of the other", "hidden"])
          expect(text).not.toContain(secret);
      }
    },
  );
});

describe("a filter by another tenant's author", () => {
  it("finds nobody's articles", async () => {
    const answer = await call("GET", `/api/v1/articles?authorId=${other.admin.userId}`, {
      key: own.secretKeys.admin,
    });
    expect(await answer.json()).toMatchObject({ data: [], meta: { total: 0 } });
  });
});
