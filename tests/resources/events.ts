import { listAudit } from "@/server/audit/service";
import { listActivity } from "@/server/events/service";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Resource } from "../support/resources/resource";
import { staffOnly } from "../support/resources/restrictions";

const lately = () => new Date(Date.now() - 3_600_000).toISOString();
const old = "2020-01-01T00:00:00Z";

/** What happened: the audit log for admins, and the dashboard's activity. */
export const resource: Resource = {
  operations: {
    "GET /api/v1/audit-log": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      cost: [1, 1],
      variants: [
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
    },
    "GET /api/v1/audit-log/export": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      cost: [1, 1],
      variants: [
        "?type=tag.deleted",
        { query: ({ tenant, articleId }) => `?actorId=${tenant.viewer.userId}&subjectId=${articleId}` },
        { query: () => `?requestId=request-250&to=${lately()}&from=${old}` },
      ],
    },
  },
  pages: {
    "/settings/audit-log": { audience: "staff", allowed: peopleWhoMay.admin },
    "/dashboard": { audience: "staff" },
  },
  tables: {
    events: {
      rights: "insert select",
      references: ["tenants"],
      restrictions: { staff_only: staffOnly },
    },
  },
  pageReads: {
    listActivity: ({ tenant }) => listActivity(tenant.admin.context, 10),
    listAudit: ({ tenant }) => listAudit(tenant.admin.context, { limit: 50 }),
  },
};
