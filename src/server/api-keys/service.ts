import { uuidv7 } from "uuidv7";
import * as apiKeys from "@/db/repositories/api-keys";
import { generateKey, hashKey } from "../auth/key-format";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import type { CreateApiKey } from "./schema";

export type ApiKey = apiKeys.ApiKeyRow;

const dayMs = 24 * 3_600_000;

/** All keys of the tenant, revoked ones too, newest first. Needs `admin`. */
export function listApiKeys(context: TenantContext): Promise<ApiKey[]> {
  assertCan(context, "admin");
  return readTenant(context, (tx) => apiKeys.list(tx, context.tenantId));
}

/** Makes a key. The answer is the only place where it is ever shown. Needs `admin`. */
export async function createApiKey(
  context: TenantContext,
  input: CreateApiKey,
): Promise<{ id: string; key: string }> {
  assertCan(context, "admin");
  if (context.userId === null) throw new Error("an actor without a user can't make keys");
  const createdBy = context.userId;
  const { tenantId } = context;
  const { name, kind, expiresInDays } = input;
  const key = generateKey(kind);
  const id = uuidv7();
  const role = kind === "publishable" ? "viewer" : input.role;
  const expiresAt = expiresInDays ? new Date(Date.now() + expiresInDays * dayMs) : null;
  const row = {
    tenantId,
    id,
    name,
    kind,
    role,
    createdBy,
    expiresAt,
    hash: hashKey(key),
    hint: key.slice(-4),
  };
  await withTenant(context, (tx) =>
    Promise.all([
      apiKeys.insert(tx, row),
      recordEvent(tx, context, "api_key.created", id, { name, kind, role }),
    ]),
  );
  return { id, key };
}

/** Ends a key at once. Needs `admin`. Throws `api_key_not_found`, also for one that is revoked already. */
export async function revokeApiKey(context: TenantContext, id: string): Promise<void> {
  assertCan(context, "admin");
  await withTenant(context, async (tx) => {
    const name = await apiKeys.revoke(tx, context.tenantId, id);
    if (name === undefined) throw new AppError("api_key_not_found", "API key not found");
    await recordEvent(tx, context, "api_key.revoked", id, { name });
  });
}
