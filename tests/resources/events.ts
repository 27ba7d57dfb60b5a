import { listAudit } from "@/server/audit/service";
import { encodeFeedCursor } from "@/server/events/cursor";
import { listActivity } from "@/server/events/service";
import { eventWaits } from "@/server/events/waits";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Crowd, Resource } from "../support/resources/resource";
import { staffOnly } from "../support/resources/restrictions";

const lately = () => new Date(Date.now() - 3_600_000).toISOString();
const old = "2020-01-01T00:00:00Z";

const cursorAt =
  (position: number) =>
  ({ tenant }: Crowd) =>
    `?after=${encodeFeedCursor(tenant.admin.context.tenantId, position)}`;

/** What happened: the audit log for admins, the dashboard's activity, and the feed. */
export const resource: Resource = {
  operations: {
    "GET /api/v1/events": {
      ok: 200,
      allowed: actorsWhoMay.read,
      cost: [4, 4],
      variants: [
        "",
        "?after=latest",
        { query: cursorAt(0) },
        { query: cursorAt(20) },
        "?types=article.updated,tag.created&limit=5",
        // It looks through 10,000 positions at a time, and no further.
        { query: "?types=member.joined", rowsMax: 11_000 },
      ],
      answers: {
        "429 too_many_waiting": async ({ tenant, ask, credentials }) => {
          const { tenantId } = tenant.admin.context;
          const places = Array.from({ length: 20 }, () => eventWaits().enter(tenantId));
          const answer = await ask("GET", "/api/v1/events?after=latest&wait=1", credentials.admin);
          for (const place of places) place.leave();
          return answer;
        },
        "410 cursor_expired": async ({ tenant, ask, credentials }) => {
          const { tenantId } = tenant.admin.context;
          return ask(
            "GET",
            `/api/v1/events?after=${encodeFeedCursor(tenantId, 1_000_000)}`,
            credentials.admin,
          );
        },
      },
    },
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
    event_positions: {
      rights: "select",
      references: ["tenants"],
      restrictions: { staff_only: staffOnly },
    },
  },
  pageReads: {
    listActivity: ({ tenant }) => listActivity(tenant.admin.context, 10),
    listAudit: ({ tenant }) => listAudit(tenant.admin.context, { limit: 50 }),
  },
  crowd: (sql) => sql`select app.number_events(10000000, '-infinity')`,
};
