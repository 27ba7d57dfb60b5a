import { createHash } from "node:crypto";
import { z } from "zod";
import type { TenantId } from "@/db/tenant";
import { invalidField } from "../platform/errors";

/** Where somebody is in an organisation's feed. Opaque to clients. */
const cursorSchema = z.tuple([z.literal("events"), z.string(), z.int().min(0)]);

export function encodeFeedCursor(tenantId: TenantId, position: number): string {
  return Buffer.from(JSON.stringify(["events", markOf(tenantId), position])).toString("base64url");
}

/** Throws `validation_failed` for a cursor that we didn't make, or made for another list or organisation. */
export function decodeFeedCursor(tenantId: TenantId, cursor: string): number {
  try {
    const [, mark, position] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (mark === markOf(tenantId)) return position;
  } catch {
    // Said below in our own words.
  }
  throw invalidField("after", "is not a cursor of this feed: take meta.nextCursor as it is");
}

function markOf(tenantId: TenantId): string {
  return createHash("sha256").update(tenantId).digest("base64url").slice(0, 8);
}
