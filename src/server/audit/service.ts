import * as events from "@/db/repositories/events";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import { byteOrderMark, csvLine } from "./csv";
import type { AuditFilter, ListAudit } from "./schema";

/** One entry: who did what to what, when, from where, in which request. */
export type AuditEntry = events.EventRow;

export interface AuditPage {
  items: AuditEntry[];
  nextCursor: string | null;
}

/** How many entries an export reads at a time. */
const exportPage = 500;

/** The organisation's audit log, newest first. It is the events themselves, which nobody can change. Needs `admin`. */
export async function listAudit(
  context: TenantContext,
  { limit, cursor, ...filter }: ListAudit,
): Promise<AuditPage> {
  assertCan(context, "admin");
  const rows = await readEntries(context, filter, limit + 1, cursor);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** The same as CSV (RFC 4180), all of it, a page at a time: however long the log, only one page is in memory. Needs `admin`. */
export async function* exportAudit(context: TenantContext, filter: AuditFilter): AsyncGenerator<string> {
  assertCan(context, "admin");
  const head = csvLine([
    "id",
    "time",
    "type",
    "subjectType",
    "subjectId",
    "actorType",
    "actorId",
    "actorName",
    "address",
    "requestId",
    "payload",
  ]);
  // With the first rows, so that an answer begins only where they could be read.
  let before = byteOrderMark + head;
  let cursor: string | undefined;
  do {
    const rows = await readEntries(context, filter, exportPage, cursor);
    yield before + rows.map(lineOf).join("");
    before = "";
    cursor = rows.length === exportPage ? rows.at(-1)?.id : undefined;
  } while (cursor);
}

function readEntries(
  context: TenantContext,
  { type, ...filter }: AuditFilter,
  limit: number,
  beforeId: string | undefined,
): Promise<AuditEntry[]> {
  const types = type && [type];
  return readTenant(context, (tx) =>
    events.list(tx, context.tenantId, { limit, beforeId }, { ...filter, types }),
  );
}

function lineOf(entry: AuditEntry): string {
  const {
    id,
    createdAt,
    type,
    subjectType,
    subjectId,
    actorType,
    actorId,
    actorName,
    address,
    requestId,
    payload,
  } = entry;
  return csvLine([
    id,
    createdAt.toISOString(),
    type,
    subjectType,
    subjectId,
    actorType,
    actorId,
    actorName,
    address ?? "",
    requestId,
    JSON.stringify(payload),
  ]);
}
