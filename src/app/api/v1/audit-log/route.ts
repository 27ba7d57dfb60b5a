// The audit log: admins.
import { auditEntryResponse } from "@/server/audit/response-schema";
import { listAudit as listSchema } from "@/server/audit/schema";
import { listAudit } from "@/server/audit/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { cursorMeta, nextLink } from "@/server/pipeline/pagination";
import { ok } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "listAuditLog",
    summary: "List who did what, newest first",
    section: "Audit log",
    permission: "admin",
    query: listSchema,
    data: auditEntryResponse.array(),
    meta: cursorMeta,
    handle: async ({ context, query, request }) => {
      const { items, nextCursor } = await listAudit(context, query);
      const headers = nextCursor ? nextLink(request, { cursor: nextCursor }) : {};
      return ok(items, { meta: { limit: query.limit, nextCursor }, headers });
    },
  }),
});
