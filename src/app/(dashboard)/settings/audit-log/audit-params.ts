import { type ListAudit, listAudit } from "@/server/audit/schema";
import { firstOf, hrefWith, type SearchParams } from "../../../_lib/search-params";

/** What of the log is shown, as the form's fields have it: days are given as 2026-11-22 and mean the whole day in UTC. */
export interface AuditParams {
  type: string;
  from: string;
  to: string;
  requestId: string;
  cursor: string;
}

const dayMs = 24 * 3_600_000;

/** Whatever can't be meant counts as not given: an address that was mistyped still leads to the log. */
export function auditParamsOf(given: SearchParams): AuditParams {
  const { type, requestId, cursor } = listAudit.shape;
  return {
    type: type.safeParse(firstOf(given.type)).data ?? "",
    from: dayOf(given.from),
    to: dayOf(given.to),
    requestId: requestId.safeParse(firstOf(given.requestId)).data ?? "",
    cursor: cursor.safeParse(firstOf(given.cursor)).data ?? "",
  };
}

/** What the service is asked. */
export function auditQueryOf({ type, from, to, requestId, cursor }: AuditParams): ListAudit {
  return listAudit.parse({
    type: type || undefined,
    requestId: requestId || undefined,
    cursor: cursor || undefined,
    ...rangeOf(from, to),
  });
}

export function auditHref(params: Partial<AuditParams>): string {
  return hrefWith("/settings/audit-log", params);
}

/** The same entries, all of them, as a file. */
export function exportHref({ type, from, to, requestId }: AuditParams): string {
  return hrefWith("/api/v1/audit-log/export", { type, requestId, ...rangeOf(from, to) });
}

function rangeOf(from: string, to: string): { from?: string; to?: string } {
  return {
    ...(from ? { from: new Date(from).toISOString() } : {}),
    ...(to ? { to: new Date(Date.parse(to) + dayMs).toISOString() } : {}),
  };
}

function dayOf(value: string | string[] | undefined): string {
  const day = firstOf(value) ?? "";
  return /^(19|20|21)\d\d-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : "";
}
