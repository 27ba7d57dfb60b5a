"use server";

import { newOrganisation } from "@/server/auth/schema";
import { defineAction } from "@/server/pages/define-action";
import { requestOrigin, sessionToken, setSessionCookie } from "@/server/pages/page-session";
import { startOrganisation } from "@/server/tenants/further-organisations";

export const startOrganisationAction = defineAction({
  permission: "read",
  schema: newOrganisation,
  async run({ input, signedIn }) {
    const current = (await sessionToken()) ?? "";
    await setSessionCookie(await startOrganisation(signedIn, input, current, await requestOrigin()));
  },
  redirectTo: () => "/dashboard",
});
