import { deleteFinishedJobs, forgetWorkers } from "@/db/repositories/outside-tenants/maintenance";
import { database } from "../../platform/database";
import { definePeriodicTask } from "../define-task";
import { inBatches } from "../in-batches";

const dayMs = 86_400_000;
const doneKeptMs = dayMs;
/** Long enough for somebody to see it, and to retry it. */
const failedKeptMs = 30 * dayMs;

export const task = definePeriodicTask({
  name: "jobs.delete_finished",
  everyMs: 10 * 60_000,
  async run(signal) {
    const ago = (ms: number) => new Date(Date.now() - ms);
    const deleted = await inBatches(signal, (max) =>
      deleteFinishedJobs(database(), { doneBefore: ago(doneKeptMs), failedBefore: ago(failedKeptMs), max }),
    );
    return { deleted, forgottenWorkers: await forgetWorkers(database(), ago(dayMs)) };
  },
});
