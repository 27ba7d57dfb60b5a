import { uuidv7 } from "uuidv7";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { numberEvents, numberedMax, numberUpToNow } from "../events/numbering";
import { recordEvent } from "../events/record";
import { enqueueJob } from "../jobs/enqueue";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { countMax, type IdPage, type Page, pageOf, readingOf } from "../platform/paging";
import { assertVersion, type Expected } from "../platform/versions";
import { assertAllowedUrl } from "./allowed-url";
import { resumeWebhook } from "./deliver-task";
import type { CreateWebhookEndpoint, UpdateWebhookEndpoint } from "./schema";
import { overlapMs, sealSecret } from "./secrets";
import { createSecret } from "./signature";

export type WebhookEndpoint = endpoints.WebhookEndpointRow;

/** An endpoint whose secret was made just now, with the secret itself: the one time that it is there. */
export type NewWebhookEndpoint = WebhookEndpoint & { secret: string };

const endpointsMax = 20;

/** Newest first. Needs `admin`. */
export async function listWebhookEndpoints(
  context: TenantContext,
  page: IdPage,
): Promise<Page<WebhookEndpoint>> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => endpoints.list(tx, tenantId, readingOf(page)),
      () => endpoints.count(tx, tenantId, countMax),
    ]),
  );
  return pageOf(rows, total, page, ({ id }) => id);
}

/** Needs `admin`. Throws `webhook_endpoint_not_found`. */
export async function getWebhookEndpoint(context: TenantContext, id: string): Promise<WebhookEndpoint> {
  assertCan(context, "admin");
  return found(await readTenant(context, (tx) => endpoints.findById(tx, context.tenantId, id)));
}

/**
 * Adds an endpoint that gets what happens from now on. The answer is the only place where its secret is shown. Needs `admin`.
 * Throws `webhook_endpoint_limit`, `validation_failed` (field `url`).
 */
export async function createWebhookEndpoint(
  context: TenantContext,
  { ordered: isOrdered, ...input }: CreateWebhookEndpoint,
): Promise<NewWebhookEndpoint> {
  assertCan(context, "admin");
  const url = assertAllowedUrl(input.url);
  const { tenantId } = context;
  const id = uuidv7();
  const secret = createSecret();
  // Where there is much to number, not in the one transaction.
  if (!context.tx) while ((await numberEvents(context)) === numberedMax);
  return withTenant(context, async (tx) => {
    // One at a time in a tenant from here on, so that none is one too many.
    const position = await numberUpToNow(tx, tenantId);
    if ((await endpoints.count(tx, tenantId, endpointsMax)) === endpointsMax)
      throw new AppError("webhook_endpoint_limit");
    const row = { tenantId, id, ...input, url, isOrdered, secret: sealSecret(id, secret), position };
    const [, made] = await tx.inOrder([
      () => endpoints.insert(tx, row),
      () => endpoints.findById(tx, tenantId, id),
    ]);
    recordEvent(tx, context, "webhook_endpoint.created", id, { name: originOf(url) });
    return { ...found(made), secret };
  });
}

/**
 * Changes what `input` names. One that is paused gets nothing; what happens meanwhile is sent when it is active again. Needs
 * `admin`. Throws `webhook_endpoint_not_found`, `version_mismatch`.
 */
export async function updateWebhookEndpoint(
  context: TenantContext,
  id: string,
  { ordered: isOrdered, status, ...input }: UpdateWebhookEndpoint,
  expected: Expected = {},
): Promise<WebhookEndpoint> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const url = input.url === undefined ? {} : { url: assertAllowedUrl(input.url) };
  return withTenant(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    const changes = { ...input, ...url, ...(isOrdered === undefined ? {} : { isOrdered }) };
    const isSwitched = status !== undefined && status !== before.status;
    const after = await endpoints.update(tx, tenantId, id, {
      ...changes,
      ...(isSwitched ? switchedTo(status) : {}),
    });
    const name = originOf(url.url ?? before.url);
    const changed = [...Object.keys(input), ...(isOrdered === undefined ? [] : ["ordered"])];
    if (changed.length > 0) recordEvent(tx, context, "webhook_endpoint.updated", id, { name, changed });
    if (isSwitched && status === "paused") {
      recordEvent(tx, context, "webhook_endpoint.paused", id, { name, reason: "admin" });
    } else if (isSwitched) {
      recordEvent(tx, context, "webhook_endpoint.resumed", id, { name });
      await endpoints.setResumed(tx, tenantId, id);
      await enqueueJob(tx, context, resumeWebhook, { endpointId: id }, { orderKey: `webhook-resume:${id}` });
    }
    return found(after);
  });
}

/**
 * Gives an endpoint a new secret; the old one signs beside it for 24 hours. The answer is the only place where the new one is
 * shown. Needs `admin`. Throws `webhook_endpoint_not_found`, `version_mismatch`.
 */
export async function rotateWebhookSecret(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<NewWebhookEndpoint> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const secret = createSecret();
  return withTenant(context, async (tx) => {
    const { url } = await lock(tx, context, id, expected);
    const secrets = await endpoints.findSecrets(tx, tenantId, id);
    const after = await endpoints.update(tx, tenantId, id, {
      secret: sealSecret(id, secret),
      previousSecret: secrets?.secret ?? null,
      previousSecretUntil: new Date(Date.now() + overlapMs),
    });
    recordEvent(tx, context, "webhook_endpoint.secret_rotated", id, { name: originOf(url) });
    return { ...found(after), secret };
  });
}

/** Deletes an endpoint; its deliveries are shown no more, and go when their time is over. Needs `admin`. Throws `webhook_endpoint_not_found`, `version_mismatch`. */
export async function deleteWebhookEndpoint(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<void> {
  assertCan(context, "admin");
  await withTenant(context, async (tx) => {
    const { url } = await lock(tx, context, id, expected);
    await endpoints.remove(tx, context.tenantId, id);
    recordEvent(tx, context, "webhook_endpoint.deleted", id, { name: originOf(url) });
  });
}

export function webhookEndpointNotFound(): AppError {
  return new AppError("webhook_endpoint_not_found");
}

/** Holds an endpoint for the rest of the transaction. */
export async function lock(
  tx: TenantTx,
  { tenantId }: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<WebhookEndpoint> {
  const endpoint = found(await endpoints.lockById(tx, tenantId, id));
  assertVersion(expected, endpoint.version, "The webhook endpoint");
  return endpoint;
}

const switchedTo = (status: WebhookEndpoint["status"]): endpoints.WebhookEndpointChanges =>
  status === "paused" ? { status, pauseReason: "admin" } : { status, pauseReason: null, failingSince: null };

/** What events tell of an endpoint's address: the rest of it may be a secret, and other endpoints get these events too. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

function found(endpoint: WebhookEndpoint | undefined): WebhookEndpoint {
  if (!endpoint) throw webhookEndpointNotFound();
  return endpoint;
}
