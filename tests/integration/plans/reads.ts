import { listApiKeys } from "@/server/api-keys/service";
import { countArticles, listArticles } from "@/server/articles/read";
import { listRevisions } from "@/server/articles/revisions";
import { listAudit } from "@/server/audit/service";
import { listOwnSessions } from "@/server/auth/own-sessions";
import { listMemberships } from "@/server/auth/sign-in";
import { countComments, listAllComments } from "@/server/comments/moderation";
import { listComments } from "@/server/comments/service";
import { listActivity } from "@/server/events/service";
import { listInvitations } from "@/server/members/invitations";
import { listMembers } from "@/server/members/service";
import type { TestTenant } from "../../support/factories";
import type { Crowd } from "./crowd";

export interface Subject extends Crowd {
  tenant: TestTenant;
}

/** Rows that the statements of a read may touch where a total is counted, up to 10,000, and a page read. */
export const counted = 11_000;

/** A query that is asked for, and how many rows it may read if not as few as most. */
export type Variant = string | { query: string | ((subject: Subject) => string); rowsMax?: number };

const sorts = ["-updatedAt", "updatedAt", "-createdAt", "createdAt", "-publishedAt", "publishedAt"];
const old = "2020-01-01T00:00:00Z";
const lately = () => new Date(Date.now() - 3_600_000).toISOString();

/** Of each list the ways of asking for it, so that each of its parameters is among them. */
export const variants: Record<string, Variant[]> = {
  "GET /api/v1/articles": [
    ...sorts.flatMap((sort): Variant[] => [
      { query: `?sort=${sort}`, rowsMax: counted },
      `?sort=${sort}&status=published`,
      { query: `?sort=${sort}&status=archived`, rowsMax: counted },
      { query: ({ tenant }) => `?sort=${sort}&authorId=${tenant.author.userId}`, rowsMax: counted },
      { query: `?sort=${sort}&tag=common`, rowsMax: 3 * counted },
      `?sort=${sort}&tag=rare`,
      `?sort=${sort}&tag=none`,
      `?sort=${sort}&tag=tag-7&status=draft`,
      `?sort=${sort}&slug=bulk-7`,
    ]),
    { query: `?updatedAfter=${old}`, rowsMax: counted },
    { query: () => `?updatedAfter=${lately()}` },
    // What is skipped is read with all that belongs to it.
    { query: "?limit=5&offset=5000", rowsMax: 4 * counted },
    { query: "?q=common", rowsMax: 2_000 },
    { query: "?q=word7", rowsMax: 2_000 },
    "?q=rare",
    "?q=none",
    { query: "?q=common&status=published&tag=common", rowsMax: 5_000 },
    { query: "?q=common&tag=rare", rowsMax: 2_000 },
    { query: ({ tenant }) => `?q=rare&authorId=${tenant.author.userId}` },
    { query: () => `?q=common&updatedAfter=${lately()}` },
  ],
  "GET /api/v1/search": [
    { query: "?q=common", rowsMax: 2_000 },
    "?q=rare",
    { query: "?q=common&tag=rare&status=archived", rowsMax: 2_000 },
    { query: ({ tenant }) => `?q=word7&offset=20&limit=50&authorId=${tenant.author.userId}`, rowsMax: 2_000 },
  ],
  "GET /api/v1/articles/[id]/comments": [
    { query: "", rowsMax: counted },
    { query: "?limit=5&offset=50", rowsMax: counted },
  ],
  "GET /api/v1/article-sources": ["?importer=markdown", "?importer=markdown&limit=5&cursor=m"],
  "GET /api/v1/articles/[id]/likes": ["", "?limit=5&offset=50"],
  "GET /api/v1/articles/[id]/revisions": ["", "?limit=5&offset=50"],
  "GET /api/v1/comments": [
    "",
    "?status=pending",
    { query: ({ articleId }) => `?articleId=${articleId}&limit=3`, rowsMax: counted },
    { query: ({ articleId }) => `?articleId=${articleId}&status=pending&offset=3`, rowsMax: counted },
  ],
  "GET /api/v1/tags": [
    { query: "", rowsMax: counted },
    "?slug=rare",
    { query: "?limit=5&offset=50", rowsMax: counted },
  ],
  "GET /api/v1/members": [
    "",
    "?role=editor&limit=5",
    "?status=suspended",
    // A part of a name is looked for in all members there are.
    { query: "?q=person 7&offset=2", rowsMax: 3_000 },
  ],
  "GET /api/v1/invitations": ["", "?limit=5&offset=5"],
  "GET /api/v1/api-keys": ["", "?limit=5&offset=5"],
  "GET /api/v1/audit-log": [
    "",
    "?type=tag.deleted",
    "?type=article.updated&limit=5",
    { query: ({ tenant }) => `?actorId=${tenant.viewer.userId}` },
    { query: ({ articleId }) => `?subjectId=${articleId}` },
    "?requestId=request-250",
    "?requestId=none",
    { query: () => `?from=${lately()}` },
    { query: () => `?to=${lately()}&type=tag.deleted` },
    `?to=${old}`,
  ],
  "GET /api/v1/audit-log/export": [
    "?type=tag.deleted",
    { query: ({ tenant, articleId }) => `?actorId=${tenant.viewer.userId}&subjectId=${articleId}` },
    { query: () => `?requestId=request-250&to=${lately()}&from=${old}` },
  ],
  "GET /api/v1/export/articles": [{ query: "", rowsMax: 5 * counted }],
  "GET /api/v1/me/sessions": [""],
  "GET /api/v1/statistics": [{ query: "", rowsMax: 2 * counted }],
};

/** Parameters that change how an answer is written, not what is read for it. */
export const cosmetic = ["fields", "format", "cursor", "after"];

/** What pages read beside the API's operations, by the function that they call. */
export const pageReads: Record<string, (subject: Subject) => Promise<unknown>> = {
  countArticles: ({ tenant }) => countArticles(tenant.admin.context),
  countComments: ({ tenant }) => countComments(tenant.admin.context),
  listActivity: ({ tenant }) => listActivity(tenant.admin.context, 10),
  listAllComments: ({ tenant }) => listAllComments(tenant.viewer.context, { limit: 20, offset: 0 }),
  listApiKeys: ({ tenant }) => listApiKeys(tenant.admin.context, { limit: 100, offset: 0 }),
  listArticles: ({ tenant }) =>
    listArticles(tenant.admin.context, { sort: "-updatedAt", limit: 6, offset: 0, fields: ["id"] }),
  listAudit: ({ tenant }) => listAudit(tenant.admin.context, { limit: 50 }),
  listComments: ({ tenant, articleId }) =>
    listComments(tenant.admin.context, articleId, { limit: 20, offset: 0 }),
  listInvitations: ({ tenant }) => listInvitations(tenant.admin.context, { limit: 100, offset: 0 }),
  listMembers: ({ tenant }) => listMembers(tenant.admin.context, { limit: 100, offset: 0 }),
  listMemberships: ({ tenant }) => listMemberships(tenant.admin.userId),
  listOwnSessions: ({ tenant }) => listOwnSessions(tenant.admin.userId, tenant.admin.token),
  listRevisions: ({ tenant, articleId }) =>
    listRevisions(tenant.admin.context, articleId, { limit: 20, offset: 0 }),
};
