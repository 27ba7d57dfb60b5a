// The organisation that the credential belongs to: readers read its settings, admins change them.
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { versionedResult } from "@/server/pipeline/etag-response";
import { serializeTenant, tenantResponse } from "@/server/tenants/response-schema";
import { updateTenant as updateSchema } from "@/server/tenants/schema";
import { getTenant, updateTenant } from "@/server/tenants/settings";

const shared = { section: "Organisation", conditional: true, data: tenantResponse } as const;

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    ...shared,
    id: "getOrganisation",
    summary: "Read the organisation's settings",
    permission: "read",
    handle: async ({ context }) => versionedResult(serializeTenant(await getTenant(context))),
  }),
  PATCH: operation({
    ...shared,
    id: "updateOrganisation",
    summary: "Change the organisation's settings",
    permission: "admin",
    body: updateSchema,
    errors: ["slug_taken"],
    handle: async ({ context, body, versions }) =>
      versionedResult(serializeTenant(await updateTenant(context, body, { versions }))),
  }),
});
