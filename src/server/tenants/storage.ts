import * as storage from "@/db/repositories/storage";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import { type StorageLimits, storageLimits } from "./plans";

/**
 * So near to a limit those who add something take turns, so that it holds whoever else writes at the moment: more than all that
 * can be on its way at once.
 */
const margins: StorageLimits = { articles: 250, comments: 250, tags: 5_000, bytes: 256 * 1024 * 1024 };

const names: Record<keyof StorageLimits, string> = {
  articles: "articles",
  comments: "comments",
  tags: "tags",
  bytes: "bytes of text, revisions included",
};

/**
 * Runs `write`, which adds something to what the organisation stores, if its plan has room. The counters are asked in the same
 * write as its first statement. `later` are bytes that the transaction will add after `write`. Throws `quota_exceeded`;
 * then nothing of the transaction may be kept.
 */
export async function withinStorage<T>(
  tx: TenantTx,
  { tenantId, plan }: TenantContext,
  later: number,
  write: () => Promise<T>,
): Promise<T> {
  // Work that no member or key asked for.
  if (plan === null) return write();
  const limits = storageLimits(plan);
  const [before, result] = await tx.inOrder([() => storage.stored(tx, tenantId), write]);
  if (!exceeded(before, limits, margins, later)) return result;
  await storage.lock(tx, tenantId);
  const found = exceeded(await storage.stored(tx, tenantId), limits, none, later);
  if (found) {
    const limit = limits[found].toLocaleString("en");
    throw new AppError(
      "quota_exceeded",
      `The organisation's plan allows ${limit} ${names[found]}, and this would exceed it`,
    );
  }
  return result;
}

const none: StorageLimits = { articles: 0, comments: 0, tags: 0, bytes: 0 };

function exceeded(
  stored: storage.StoredRow,
  limits: StorageLimits,
  margin: StorageLimits,
  later: number,
): keyof StorageLimits | undefined {
  const kinds: (keyof StorageLimits)[] = ["articles", "comments", "tags", "bytes"];
  return kinds.find((kind) => stored[kind] + margin[kind] + (kind === "bytes" ? later : 0) > limits[kind]);
}
