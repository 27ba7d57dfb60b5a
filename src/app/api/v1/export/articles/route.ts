// All articles of the organisation as one stream: admins.
import { exportDocument, exportLines, exportArticles as exportSchema } from "@/server/export/schema";
import { exportArticles } from "@/server/export/service";
import { defineResource, operation } from "@/server/pipeline/define-resource";

const types = { ndjson: "application/x-ndjson; charset=utf-8", json: "application/json; charset=utf-8" };

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "exportArticles",
    summary: "Fetch all articles as one stream",
    section: "Import and export",
    permission: "admin",
    media: { "application/x-ndjson": exportLines, "application/json": exportDocument },
    query: exportSchema,
    handle: async ({ context, query }) => ({
      status: 200,
      stream: exportArticles(context, query),
      headers: {
        "Content-Type": types[query.format],
        "Content-Disposition": `attachment; filename="articles.${query.format}"`,
      },
    }),
  }),
});
