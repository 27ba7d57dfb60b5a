import { uuidv7 } from "uuidv7";
import { z } from "zod";
import * as jobs from "@/db/repositories/jobs";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import type { TaskDeclaration } from "./declare-task";

export interface EnqueueOptions {
  /** In how many milliseconds it is due; at once by default. */
  delayMs?: number;
  /** Jobs of one key run one after the other, in the order of their making. */
  orderKey?: string;
  /** While a job of the same task and key waits, no further one is made. */
  dedupKey?: string;
}

const asObject = z.record(z.string(), z.unknown());

/**
 * Asks for a job in the transaction of the change that it belongs to: there is no change without its job, nor the reverse. Returns
 * the id of the job. Throws ZodError if the payload isn't what the task declares.
 */
export async function enqueueJob<Payload extends z.ZodType>(
  tx: TenantTx,
  { tenantId, requestId }: TenantContext,
  { name, payload: schema, attemptsMax }: TaskDeclaration<Payload>,
  payload: z.input<Payload>,
  { delayMs = 0, orderKey, dedupKey }: EnqueueOptions = {},
): Promise<string> {
  // As it was given: what the schema makes of it is for the task to see.
  schema.parse(payload);
  return jobs.insert(tx, {
    tenantId,
    id: uuidv7(),
    task: name,
    payload: asObject.parse(payload),
    attemptsMax,
    delayMs,
    orderKey: orderKey ?? null,
    dedupKey: dedupKey ?? null,
    requestId,
  });
}
