import { countComments, listAllComments } from "@/server/comments/moderation";
import { createComment, listComments } from "@/server/comments/service";
import { createArticle } from "../support/factories";
import { actorsWhoMay, ofOthers, peopleWhoMay } from "../support/resources/audiences";
import { publishedArticle } from "../support/resources/make";
import type { Make, Resource } from "../support/resources/resource";
import { publicByStatus } from "../support/resources/restrictions";

const comment: Make = async (owner) => {
  const { id: articleId = "" } = await publishedArticle(owner);
  return { articleId, id: (await createComment(owner.tenant.admin.context, articleId, "Secret")).id };
};

export const resource: Resource = {
  operations: {
    "GET /api/v1/articles/[id]/comments": {
      ok: 200,
      allowed: actorsWhoMay.readPublished,
      given: publishedArticle,
      cost: [2, 1],
      variants: [
        { query: "", rowsMax: 11_000 },
        { query: "?limit=5&offset=50", rowsMax: 11_000 },
      ],
    },
    "POST /api/v1/articles/[id]/comments": {
      ok: 201,
      allowed: actorsWhoMay.write,
      given: publishedArticle,
      body: { body: "New" },
      fields: ["body"],
      cost: [5, 3],
    },
    "GET /api/v1/comments": {
      ok: 200,
      allowed: actorsWhoMay.read,
      cost: [2, 1],
      variants: [
        "",
        "?status=pending",
        { query: ({ articleId }) => `?articleId=${articleId}&limit=3`, rowsMax: 11_000 },
        { query: ({ articleId }) => `?articleId=${articleId}&status=pending&offset=3`, rowsMax: 11_000 },
      ],
      note: "viewers and authors: approved ones",
    },
    "GET /api/v1/comments/[id]": {
      ok: 200,
      allowed: actorsWhoMay.readPublished,
      given: comment,
      cost: [1, 1],
    },
    "PATCH /api/v1/comments/[id]": {
      ok: 200,
      allowed: actorsWhoMay.delete,
      given: comment,
      body: { status: "rejected" },
      fields: ["body", "status"],
      cost: [4, 4],
      note: "its text: only whoever wrote it",
    },
    "DELETE /api/v1/comments/[id]": {
      ok: 204,
      allowed: actorsWhoMay.changeOwn,
      given: comment,
      cost: [3, 3],
      note: ofOthers,
    },
  },
  pages: { "/comments": { audience: "staff", allowed: peopleWhoMay.delete } },
  actions: {
    commentAction: {
      allowed: peopleWhoMay.write,
      given: publishedArticle,
      owned: true,
      form: ({ id = "" }) => ({ articleId: id, body: "New" }),
    },
    deleteCommentAction: {
      allowed: peopleWhoMay.delete,
      given: comment,
      owned: true,
      form: ({ id = "" }) => ({ id }),
      note: ofOthers,
    },
    decideCommentAction: {
      allowed: peopleWhoMay.delete,
      given: comment,
      owned: true,
      form: ({ id = "" }) => ({ id, status: "rejected" }),
    },
  },
  tables: {
    comments: {
      rights: "delete insert select update",
      references: ["articles", "members"],
      restrictions: { approved_only: publicByStatus("approved") },
    },
  },
  pageReads: {
    countComments: ({ tenant }) => countComments(tenant.admin.context),
    listAllComments: ({ tenant }) => listAllComments(tenant.viewer.context, { limit: 20, offset: 0 }),
    listComments: ({ tenant, articleId }) =>
      listComments(tenant.admin.context, articleId, { limit: 20, offset: 0 }),
  },
  fill: async ({ admin }) => {
    const { id } = await createArticle(admin, { status: "published" });
    await createComment(admin.context, id, "Yes.");
  },
};
