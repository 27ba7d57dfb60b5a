import { uuidv7 } from "uuidv7";
import * as apiKeys from "@/db/repositories/api-keys";
import type { TenantTx } from "@/db/tenant";
import { forgetKeys } from "../auth/key-cache";
import { generateKey, hashKey } from "../auth/key-format";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { countMax, type IdPage, type Page, pageOf, readingOf } from "../platform/paging";
import { assertVersion, type Expected } from "../platform/versions";
import type { CreateApiKey, RotateApiKey, UpdateApiKey } from "./schema";

export type ApiKey = apiKeys.ApiKeyRow;

/** A key that was made just now, with the key itself: the one time that it is there. */
export type NewApiKey = ApiKey & { key: string };

/** Keys of the tenant, revoked ones too, newest first. Needs `admin`. */
export async function listApiKeys(context: TenantContext, page: IdPage): Promise<Page<ApiKey>> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => apiKeys.list(tx, tenantId, readingOf(page)),
      () => apiKeys.count(tx, tenantId, countMax),
    ]),
  );
  return pageOf(rows, total, page, ({ id }) => id);
}

/** Needs `admin`. Throws `api_key_not_found`. */
export async function getApiKey(context: TenantContext, id: string): Promise<ApiKey> {
  assertCan(context, "admin");
  return found(await readTenant(context, (tx) => apiKeys.findById(tx, context.tenantId, id)));
}

/** Makes a key. The answer is the only place where it is ever shown. Needs `admin`. */
export async function createApiKey(context: TenantContext, input: CreateApiKey): Promise<NewApiKey> {
  assertCan(context, "admin");
  return withTenant(context, (tx) => make(tx, context, input));
}

/** Changes what `input` names. Needs `admin`. Throws `api_key_not_found`, `api_key_ended`, `version_mismatch`. */
export async function updateApiKey(
  context: TenantContext,
  id: string,
  input: UpdateApiKey,
  expected: Expected = {},
): Promise<ApiKey> {
  assertCan(context, "admin");
  const { tenantId } = context;
  return changeKeys(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    assertNotEnded(before);
    const [, after] = await tx.inOrder([
      () => apiKeys.update(tx, tenantId, id, input),
      () => apiKeys.findById(tx, tenantId, id),
    ]);
    const payload = { name: input.name ?? before.name, changed: Object.keys(input) };
    recordEvent(tx, context, "api_key.updated", id, payload);
    return found(after);
  });
}

/**
 * Makes a key that takes the place of another: same name, kind, role and limit, and as long a life as that one was given.
 * The old one works for `overlapSeconds` more. The new one acts for whoever rotates, since they learn it. Needs `admin`.
 * Throws `api_key_not_found`; `api_key_ended` for a key that was revoked, has expired or was replaced before.
 */
export async function rotateApiKey(
  context: TenantContext,
  id: string,
  { overlapSeconds }: RotateApiKey,
  expected: Expected = {},
): Promise<NewApiKey> {
  assertCan(context, "admin");
  return changeKeys(context, async (tx) => {
    const old = await lock(tx, context, id, expected);
    assertNotEnded(old);
    if (old.replacedBy) throw new AppError("api_key_ended", "This key was replaced by another already");
    const { name, kind, role, rateLimitPerMinute } = old;
    const now = Date.now();
    const lifetimeMs = old.expiresAt && old.expiresAt.getTime() - old.createdAt.getTime();
    const expiresAt = lifetimeMs ? new Date(now + lifetimeMs) : null;
    const made = await make(tx, context, { name, kind, role, rateLimitPerMinute, expiresAt });
    const end = now + overlapSeconds * 1000;
    await apiKeys.update(tx, context.tenantId, id, {
      replacedBy: made.id,
      expiresAt: new Date(Math.min(end, old.expiresAt?.getTime() ?? end)),
    });
    recordEvent(tx, context, "api_key.rotated", id, { name, replacedBy: made.id, overlapSeconds });
    return made;
  });
}

/** Ends a key at once. Needs `admin`. Throws `api_key_not_found`, also for one that is revoked already; `version_mismatch`. */
export async function revokeApiKey(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<void> {
  assertCan(context, "admin");
  await changeKeys(context, async (tx) => {
    const { name } = await lock(tx, context, id, expected);
    if (!(await apiKeys.revoke(tx, context.tenantId, id))) throw apiKeyNotFound();
    recordEvent(tx, context, "api_key.revoked", id, { name });
  });
}

async function changeKeys<T>(context: TenantContext, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return withTenant(context, async (tx, inner) => {
    await forgetKeys(inner);
    return work(tx);
  });
}

export function apiKeyNotFound(): AppError {
  return new AppError("api_key_not_found");
}

async function make(tx: TenantTx, context: TenantContext, input: CreateApiKey): Promise<NewApiKey> {
  const { tenantId, userId: createdBy } = context;
  if (createdBy === null) throw new Error("an actor without a user can't make keys");
  const { name, kind, expiresAt = null, rateLimitPerMinute = null } = input;
  const key = generateKey(kind);
  const id = uuidv7();
  const role = kind === "publishable" ? "viewer" : input.role;
  const secret = { hash: hashKey(key), hint: key.slice(-4) };
  const row = { tenantId, id, name, kind, role, createdBy, expiresAt, rateLimitPerMinute, ...secret };
  const [, made] = await tx.inOrder([
    () => apiKeys.insert(tx, row),
    () => apiKeys.findById(tx, tenantId, id),
  ]);
  recordEvent(tx, context, "api_key.created", id, { name, kind, role });
  return { ...found(made), key };
}

async function lock(
  tx: TenantTx,
  { tenantId }: TenantContext,
  id: string,
  expected: Expected,
): Promise<ApiKey> {
  const key = found(await apiKeys.lockById(tx, tenantId, id));
  assertVersion(expected, key.version, "The API key");
  return key;
}

function found(key: ApiKey | undefined): ApiKey {
  if (!key) throw apiKeyNotFound();
  return key;
}

function assertNotEnded({ revokedAt, expiresAt }: ApiKey): void {
  if (revokedAt) throw new AppError("api_key_ended", "This key was revoked");
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw new AppError("api_key_ended", "This key has expired");
  }
}
