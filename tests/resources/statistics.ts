import { actorsWhoMay } from "../support/resources/audiences";
import type { Resource } from "../support/resources/resource";

export const resource: Resource = {
  operations: {
    "GET /api/v1/statistics": {
      ok: 200,
      allowed: actorsWhoMay.read,
      cost: [4, 1],
      variants: [{ query: "", rowsMax: 22_000 }],
    },
  },
  tables: { tenant_totals: { rights: "select", references: ["tenants"] } },
};
