import type { Metadata } from "next";
import { listAudit } from "@/server/audit/service";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { buttonClass } from "../../../_ui/button-class";
import { EmptyState } from "../../../_ui/empty-state";
import { Link } from "../../../_ui/link";
import { NotAllowed } from "../../../_ui/not-allowed";
import { PageTitle } from "../../../_ui/page-title";
import { SettingsTabs } from "../settings-tabs";
import { AuditEntries } from "./audit-entries";
import { AuditFilters } from "./audit-filters";
import { auditHref, auditParamsOf, auditQueryOf, exportHref } from "./audit-params";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditLogPage({ searchParams }: PageProps<"/settings/audit-log">) {
  const { context } = await requireAuth("/settings/audit-log");
  if (!can(context.role, "admin")) {
    return (
      <NotAllowed role={context.role}>
        The audit log shows what everybody did, so only admins read it.
      </NotAllowed>
    );
  }
  const params = auditParamsOf(await searchParams);
  const { items, nextCursor } = await listAudit(context, auditQueryOf(params));
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/audit-log" />
      <PageTitle title="Audit log" intro="Who did what, when and from where. Nobody can change it." />
      <AuditFilters params={params} />
      {items.length > 0 ? (
        <AuditEntries entries={items} />
      ) : (
        <div className="mt-8">
          <EmptyState title="Nothing to show">
            No entry matches. Widen the dates, or clear the filters.
          </EmptyState>
        </div>
      )}
      <nav aria-label="Pages" className="mt-8 flex flex-wrap justify-between gap-4">
        <a href={exportHref(params)} download className={buttonClass("plain")}>
          Download as CSV
        </a>
        {nextCursor && (
          <Link
            rel="next"
            href={auditHref({ ...params, cursor: nextCursor })}
            className={buttonClass("plain")}
          >
            Older entries
          </Link>
        )}
      </nav>
    </>
  );
}
