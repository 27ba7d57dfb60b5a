// Written by `npm run generate` from src/app/api/v1/**/route.ts. A test compares it with what is on disk.
import type { RouteModule } from "@/server/pipeline/openapi/document";

/**
 * Every route of the API that is described, by its path in Next's notation. Next itself finds the files by their place;
 * this list serves the description and hosts other than Next.
 */
export const apiRoutes: Record<string, () => Promise<RouteModule>> = {
  "/api/v1/api-keys": () => import("./v1/api-keys/route"),
  "/api/v1/api-keys/[id]": () => import("./v1/api-keys/[id]/route"),
  "/api/v1/api-keys/[id]/rotate": () => import("./v1/api-keys/[id]/rotate/route"),
  "/api/v1/article-sources": () => import("./v1/article-sources/route"),
  "/api/v1/articles": () => import("./v1/articles/route"),
  "/api/v1/articles/[id]": () => import("./v1/articles/[id]/route"),
  "/api/v1/articles/[id]/archive": () => import("./v1/articles/[id]/archive/route"),
  "/api/v1/articles/[id]/comments": () => import("./v1/articles/[id]/comments/route"),
  "/api/v1/articles/[id]/like": () => import("./v1/articles/[id]/like/route"),
  "/api/v1/articles/[id]/likes": () => import("./v1/articles/[id]/likes/route"),
  "/api/v1/articles/[id]/publish": () => import("./v1/articles/[id]/publish/route"),
  "/api/v1/articles/[id]/revisions": () => import("./v1/articles/[id]/revisions/route"),
  "/api/v1/articles/[id]/revisions/[revisionId]": () =>
    import("./v1/articles/[id]/revisions/[revisionId]/route"),
  "/api/v1/articles/[id]/revisions/[revisionId]/diff": () =>
    import("./v1/articles/[id]/revisions/[revisionId]/diff/route"),
  "/api/v1/articles/[id]/revisions/[revisionId]/restore": () =>
    import("./v1/articles/[id]/revisions/[revisionId]/restore/route"),
  "/api/v1/articles/[id]/unpublish": () => import("./v1/articles/[id]/unpublish/route"),
  "/api/v1/audit-log": () => import("./v1/audit-log/route"),
  "/api/v1/audit-log/export": () => import("./v1/audit-log/export/route"),
  "/api/v1/comments": () => import("./v1/comments/route"),
  "/api/v1/comments/[id]": () => import("./v1/comments/[id]/route"),
  "/api/v1/events": () => import("./v1/events/route"),
  "/api/v1/export/articles": () => import("./v1/export/articles/route"),
  "/api/v1/invitations": () => import("./v1/invitations/route"),
  "/api/v1/invitations/[id]": () => import("./v1/invitations/[id]/route"),
  "/api/v1/invitations/[id]/resend": () => import("./v1/invitations/[id]/resend/route"),
  "/api/v1/jobs": () => import("./v1/jobs/route"),
  "/api/v1/jobs/[id]": () => import("./v1/jobs/[id]/route"),
  "/api/v1/jobs/[id]/retry": () => import("./v1/jobs/[id]/retry/route"),
  "/api/v1/me": () => import("./v1/me/route"),
  "/api/v1/me/sessions": () => import("./v1/me/sessions/route"),
  "/api/v1/me/sessions/[id]": () => import("./v1/me/sessions/[id]/route"),
  "/api/v1/members": () => import("./v1/members/route"),
  "/api/v1/members/[id]": () => import("./v1/members/[id]/route"),
  "/api/v1/search": () => import("./v1/search/route"),
  "/api/v1/statistics": () => import("./v1/statistics/route"),
  "/api/v1/tags": () => import("./v1/tags/route"),
  "/api/v1/tags/[id]": () => import("./v1/tags/[id]/route"),
  "/api/v1/tenant": () => import("./v1/tenant/route"),
  "/api/v1/webhook-endpoints": () => import("./v1/webhook-endpoints/route"),
  "/api/v1/webhook-endpoints/[id]": () => import("./v1/webhook-endpoints/[id]/route"),
  "/api/v1/webhook-endpoints/[id]/deliveries": () => import("./v1/webhook-endpoints/[id]/deliveries/route"),
  "/api/v1/webhook-endpoints/[id]/deliveries/[deliveryId]": () =>
    import("./v1/webhook-endpoints/[id]/deliveries/[deliveryId]/route"),
  "/api/v1/webhook-endpoints/[id]/deliveries/[deliveryId]/replay": () =>
    import("./v1/webhook-endpoints/[id]/deliveries/[deliveryId]/replay/route"),
  "/api/v1/webhook-endpoints/[id]/replay": () => import("./v1/webhook-endpoints/[id]/replay/route"),
  "/api/v1/webhook-endpoints/[id]/rotate-secret": () =>
    import("./v1/webhook-endpoints/[id]/rotate-secret/route"),
  "/api/v1/webhook-endpoints/[id]/test": () => import("./v1/webhook-endpoints/[id]/test/route"),
};
