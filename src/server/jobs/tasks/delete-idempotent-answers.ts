import { deleteExpiredIdempotencyKeys } from "@/db/repositories/outside-tenants/maintenance";
import { database } from "../../platform/database";
import { definePeriodicTask } from "../define-task";
import { inBatches } from "../in-batches";

/** Answers that are kept for requests with an Idempotency-Key. */
export const task = definePeriodicTask({
  name: "idempotency_keys.delete_expired",
  everyMs: 10 * 60_000,
  run: async (signal) => ({
    deleted: await inBatches(signal, (max) => deleteExpiredIdempotencyKeys(database(), max)),
  }),
});
