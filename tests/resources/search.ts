import { actorsWhoMay } from "../support/resources/audiences";
import { publishedArticle } from "../support/resources/make";
import type { Resource } from "../support/resources/resource";

export const resource: Resource = {
  operations: {
    "GET /api/v1/search": {
      ok: 200,
      allowed: actorsWhoMay.readPublished,
      given: publishedArticle,
      query: "?q=secret",
      cost: [2, 2],
      variants: [
        { query: "?q=common", rowsMax: 2_000 },
        "?q=rare",
        { query: "?q=common&tag=rare&status=archived", rowsMax: 2_000 },
        {
          query: ({ tenant }) => `?q=word7&offset=20&limit=50&authorId=${tenant.author.userId}`,
          rowsMax: 2_000,
        },
      ],
      note: "publishable keys: published ones",
    },
  },
};
