import { createHash } from "node:crypto";
import { z } from "zod";
import { ClaimError } from "@/db/errors";
import * as idempotencyKeys from "@/db/repositories/idempotency-keys";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant, withTenant } from "../platform/database";
import { seal, unseal } from "../platform/encryption";
import { AppError, invalidField } from "../platform/errors";
import type { ApiRequest, RequestHeaders } from "./api-request";
import { type HttpResponse, type OperationResult, responseOf } from "./responses";

const idempotencyKeyHeader = "idempotency-key";
const replayedHeader = "idempotent-replayed";
export const idempotencyKeyLengthMax = 255;

/** How long an answer is kept for repetitions, in milliseconds. */
const lifetimeMs = 24 * 3_600_000;

const storedAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.string().nullable() });

/** The request's key; null if it brings none. Throws `validation_failed` for one that can't be. */
export function idempotencyKeyOf(headers: RequestHeaders): string | null {
  const key = headers.get(idempotencyKeyHeader);
  if (key === null) return null;
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key) || key.length > idempotencyKeyLengthMax) {
    const rule = `must be 1 to ${idempotencyKeyLengthMax} printable ASCII characters`;
    throw invalidField("Idempotency-Key", rule);
  }
  return key;
}

/**
 * Answers a change once for each key, however often it is asked for: the first answer is kept in the transaction of the
 * change itself and given again for 24 hours. A refusal changes nothing and isn't kept, so the same key may be used for
 * another try. Throws `idempotency_key_in_use` while another request with this key is at work, and `idempotency_key_reused`
 * if the key was used for another request; else what `perform` throws.
 */
export async function idempotently(
  context: TenantContext,
  { key, fingerprint }: { key: string; fingerprint: string },
  perform: (context: TenantContext) => Promise<OperationResult>,
): Promise<HttpResponse> {
  const { actor, tenantId } = context;
  if (actor.type === "visitor") throw new Error("a visitor changes nothing");
  const boundTo = `idempotency:${tenantId}:${actor.id}:${key}`;
  const change = async (tx: TenantTx, inner: TenantContext) => {
    await idempotencyKeys.claim(tx, tenantId, actor.id, key);
    const reply = await responseOf(await perform(inner));
    const { status, headers, body } = reply;
    if (body !== null && typeof body !== "string") throw new Error("a stream can't be kept for repetitions");
    const answer = seal(JSON.stringify({ headers, body }), boundTo);
    const expiresAt = new Date(Date.now() + lifetimeMs);
    const row = { tenantId, actorId: actor.id, key, requestHash: fingerprint, status, answer, expiresAt };
    idempotencyKeys.insert(tx, row);
    return reply;
  };
  // A handler never runs twice: what only trying again could mend is answered with 503.
  const first = withTenant(context, change, { attemptsMax: 1 });
  return first.catch(async (error: unknown) => {
    if (!(error instanceof ClaimError)) throw error;
    const stored =
      error.reason === "answered"
        ? await readTenant(context, (tx) => idempotencyKeys.findAnswer(tx, tenantId, actor.id, key))
        : undefined;
    if (!stored) {
      const message = "Another request with this Idempotency-Key is being worked on";
      throw new AppError("idempotency_key_in_use", message, { retryAfterSeconds: 1 });
    }
    if (stored.requestHash !== fingerprint) {
      throw new AppError("idempotency_key_reused", "This Idempotency-Key was used for another request");
    }
    return replay(stored.status, unseal(stored.answer, boundTo));
  });
}

function replay(status: number, stored: string): HttpResponse {
  const { headers, body } = storedAnswer.parse(JSON.parse(stored));
  return { status, headers: { ...headers, [replayedHeader]: "true" }, body };
}

/** What makes two requests the same: method, path with query, body, and the versions that they accept. */
export function fingerprintOf(request: ApiRequest, body: unknown): string {
  const { pathname, search } = new URL(request.url);
  const parts = [request.method, pathname + search, request.headers.get("if-match"), body ?? null];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
