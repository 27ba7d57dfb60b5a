import { listMemberships } from "@/server/auth/sign-in";
import { createTenant } from "../support/factories";
import { actorsWhoMay, peopleWhoMay } from "../support/resources/audiences";
import type { Resource } from "../support/resources/resource";
import { prepare, send } from "../support/resources/scenario";

/** The organisation itself, and further ones of the same people. */
export const resource: Resource = {
  operations: {
    "GET /api/v1/tenant": { ok: 200, allowed: actorsWhoMay.read, cost: [1, 1] },
    "PATCH /api/v1/tenant": {
      ok: 200,
      allowed: actorsWhoMay.admin,
      body: { name: "Own" },
      fields: ["name", "slug", "commentsModerated", "language", "timeZone"],
      cost: [4, 3],
      answers: {
        "409 slug_taken": async (world, operation) => {
          const { slug } = await createTenant("Another");
          return send(world, await prepare(world, operation), { body: { slug } });
        },
      },
    },
  },
  pages: {
    "/settings/organisation": { audience: "staff", allowed: peopleWhoMay.admin },
    "/organisations/new": { audience: "staff" },
  },
  actions: {
    saveOrganisationAction: {
      allowed: peopleWhoMay.admin,
      given: async ({ tenant }) => ({ tenant: tenant.slug }),
      form: ({ tenant = "" }) => ({ name: "Own", slug: tenant, language: "en", timeZone: "UTC" }),
    },
    startOrganisationAction: {
      allowed: peopleWhoMay.read,
      form: () => ({ organisation: "Another" }),
      note: "as its admin",
    },
    switchAction: {
      allowed: peopleWhoMay.read,
      given: async ({ tenant }) => ({ tenantId: tenant.id }),
      owned: true,
      form: ({ tenantId = "" }) => ({ tenantId }),
      fromAnyPage: true,
      alsoElsewhere: ["admin in both"],
      note: "into those that one is a member of",
    },
  },
  tables: {
    tenants: { rights: "insert select", references: [], spansTenants: "its id is the tenant's" },
    former_tenant_slugs: { references: ["tenants"] },
    idempotency_keys: { rights: "delete insert select", references: ["tenants"] },
  },
  pageReads: {
    listMemberships: ({ tenant }) => listMemberships(tenant.admin.userId),
  },
};
