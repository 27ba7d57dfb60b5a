import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import { publishedArticle } from "../support/resources/make";
import type { Resource } from "../support/resources/resource";

export const resource: Resource = {
  operations: {
    "GET /api/v1/articles/[id]/like": {
      ok: 200,
      allowed: actorsWhoMay.read,
      given: publishedArticle,
      cost: [2, 1],
    },
    "PUT /api/v1/articles/[id]/like": {
      ok: 200,
      allowed: actorsWhoMay.write,
      given: publishedArticle,
      cost: [4, 4],
    },
    "DELETE /api/v1/articles/[id]/like": {
      ok: 200,
      allowed: actorsWhoMay.write,
      given: publishedArticle,
      cost: [3, 4],
    },
    "GET /api/v1/articles/[id]/likes": {
      ok: 200,
      allowed: actorsWhoMay.read,
      given: publishedArticle,
      cost: [2, 1],
      variants: ["", "?limit=5&offset=50"],
    },
  },
  actions: {
    likeAction: {
      allowed: peopleWhoMay.write,
      given: publishedArticle,
      owned: true,
      form: ({ id = "" }) => ({ articleId: id, liked: "true" }),
    },
  },
  tables: { likes: { rights: "delete insert select", references: ["articles", "members"] } },
};
