import * as events from "@/db/repositories/events";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import { typesVisibleTo } from "./types";

export interface Activity {
  id: string;
  type: string;
  subjectType: string;
  subjectId: string;
  actorName: string;
  /** What the event carries of its subject's title or name; null if it has none. */
  label: string | null;
  createdAt: Date;
}

/** What happened lately, newest first, as far as it concerns whoever asks. Needs `read`. */
export async function listActivity(context: TenantContext, limit: number): Promise<Activity[]> {
  assertCan(context, "read");
  const types = typesVisibleTo(context.role);
  const rows = await readTenant(context, (tx) => events.listNewest(tx, context.tenantId, { types, limit }));
  return rows.map(({ id, type, subjectType, subjectId, actorName, payload, createdAt }) => {
    const label = payload.title ?? payload.name;
    return {
      id,
      type,
      subjectType,
      subjectId,
      actorName,
      createdAt,
      label: typeof label === "string" ? label : null,
    };
  });
}
