// The audit log as a CSV file: admins.
import { auditFile, auditFilter } from "@/server/audit/schema";
import { exportAudit } from "@/server/audit/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "exportAuditLog",
    summary: "Fetch the audit log as CSV",
    section: "Audit log",
    permission: "admin",
    query: auditFilter,
    media: { "text/csv": auditFile },
    handle: async ({ context, query }) => ({
      status: 200,
      stream: exportAudit(context, query),
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="audit-log.csv"',
      },
    }),
  }),
});
