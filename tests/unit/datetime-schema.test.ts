import { describe, expect, it } from "vitest";
import { createApiKey } from "@/server/api-keys/schema";
import { decodeCursor, encodeCursor } from "@/server/articles/cursor";
import { createArticle, listArticles } from "@/server/articles/schema";
import { listAudit } from "@/server/audit/schema";

const never = [
  "0000-12-31T23:59:59Z",
  "0001-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59-00:01",
  "2026-02-30T00:00:00Z",
  "tomorrow",
];

describe.each(never)("the moment %s", (moment) => {
  it("is refused wherever one can be given, before Postgres is asked", () => {
    expect(listArticles.safeParse({ updatedAfter: moment }).success).toBe(false);
    expect(listAudit.safeParse({ from: moment }).success).toBe(false);
    expect(listAudit.safeParse({ to: moment }).success).toBe(false);
    const article = { title: "T", content: "C", publishedAt: moment };
    expect(createArticle.safeParse(article).success).toBe(false);
    expect(createApiKey.safeParse({ name: "N", kind: "secret", expiresAt: moment }).success).toBe(false);
  });
});

describe.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"])("the moment %s", (moment) => {
  it("is taken", () => {
    expect(listArticles.parse({ updatedAfter: moment }).updatedAfter).toEqual(new Date(moment));
  });
});

describe("a cursor", () => {
  const order = { sort: "updatedAt", descending: true } as const;
  const id = "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11";

  it("is refused if it was made up with a date that Postgres doesn't know", () => {
    const at = new Date("2026-11-22T09:30:00Z");
    expect(decodeCursor(encodeCursor(order, at, id), order)).toEqual({ at, id });
    const madeUp = encodeCursor(order, new Date(8_640_000_000_000_000), id);
    expect(() => decodeCursor(madeUp, order)).toThrow("Validation failed");
  });
});
