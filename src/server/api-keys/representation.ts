import { z } from "zod";
import { apiKeyKinds, roles } from "@/db/schema/enumerations";
import { shown, shownOrNull, timestamp } from "../platform/output";
import type { ApiKey, NewApiKey } from "./service";

/** A key as the API shows it: what it may do and how it is used, never the key itself. */
export const apiKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(apiKeyKinds),
  role: z.enum(roles),
  /** Its last four characters. */
  hint: z.string(),
  createdBy: z.object({ id: z.uuid(), name: z.string() }),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
  /** Accurate to a minute. */
  lastUsedAt: timestamp.nullable(),
  /** Null: only the general limits. */
  rateLimitPerMinute: z.int().nullable(),
  /** The id of the key that took its place. */
  replacedBy: z.uuid().nullable(),
  version: z.int(),
});

/** The same with the key itself: only in the answer to the request that made it. */
export const newApiKeyView = apiKeyView.extend({ key: z.string() });

export function presentApiKey(row: ApiKey): z.output<typeof apiKeyView> {
  const { id, name, kind, role, hint, rateLimitPerMinute, replacedBy, version } = row;
  return {
    id,
    name,
    kind,
    role,
    hint,
    createdBy: { id: row.createdById, name: row.createdByName },
    createdAt: shown(row.createdAt),
    expiresAt: shownOrNull(row.expiresAt),
    revokedAt: shownOrNull(row.revokedAt),
    lastUsedAt: shownOrNull(row.lastUsedAt),
    rateLimitPerMinute,
    replacedBy,
    version,
  };
}

export function presentNewApiKey(made: NewApiKey): z.output<typeof newApiKeyView> {
  return { ...presentApiKey(made), key: made.key };
}
