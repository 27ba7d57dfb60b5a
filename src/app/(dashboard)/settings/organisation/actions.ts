"use server";

import { defineAction } from "@/server/pages/define-action";
import { updateTenantForm } from "@/server/tenants/schema";
import { updateTenant } from "@/server/tenants/settings";
import { pagesChanged } from "../../../_lib/pages-changed";

export const saveOrganisationAction = defineAction({
  permission: "admin",
  schema: updateTenantForm,
  async run({ input: { version, ...input }, signedIn }) {
    const versions = version === undefined ? undefined : [version];
    await updateTenant(signedIn.context, input, { versions });
    pagesChanged();
  },
});
