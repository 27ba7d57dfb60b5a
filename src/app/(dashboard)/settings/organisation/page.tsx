import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { requestsPerMinute, storageLimits } from "@/server/tenants/plans";
import { getTenant } from "@/server/tenants/settings";
import { NotAllowed } from "../../../_ui/not-allowed";
import { PageTitle } from "../../../_ui/page-title";
import { SettingsTabs } from "../settings-tabs";
import { OrganisationForm } from "./organisation-form";

const timeZones = ["UTC", ...Intl.supportedValuesOf("timeZone")];

export const metadata: Metadata = { title: "Organisation" };

export default async function OrganisationPage() {
  const { context } = await requireAuth("/settings/organisation");
  if (!can(context.role, "admin")) {
    return <NotAllowed role={context.role}>Only admins change the organisation’s settings.</NotAllowed>;
  }
  const { name, slug, language, timeZone, commentsModerated, plan, version } = await getTenant(context);
  const requests = requestsPerMinute(plan).toLocaleString("en");
  const { articles, bytes } = storageLimits(plan);
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/organisation" />
      <PageTitle title="Organisation" intro="What your organisation is called, and how it works." />
      <OrganisationForm {...{ name, slug, language, timeZone, commentsModerated, version }} />
      {/* Made here and not in the form, since a browser's list may differ. */}
      <datalist id="time-zones">
        {timeZones.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p className="mt-10 text-sm text-soft">
        Plan: {plan}. All API keys and members together may send {requests} API requests a minute, and it may
        hold {articles.toLocaleString("en")} articles and{" "}
        {Math.round(bytes / 1024 / 1024).toLocaleString("en")} MiB of text, earlier revisions included.
      </p>
    </>
  );
}
