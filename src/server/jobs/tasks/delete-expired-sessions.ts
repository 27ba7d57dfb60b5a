import { sessions } from "../../auth/resolve-session";
import { definePeriodicTask } from "../define-task";
import { inBatches } from "../in-batches";

/** A session is refused from its end on, deleted or not. */
export const task = definePeriodicTask({
  name: "sessions.delete_expired",
  everyMs: 10 * 60_000,
  run: async (signal) => ({ deleted: await inBatches(signal, (max) => sessions().sweep(max)) }),
});
