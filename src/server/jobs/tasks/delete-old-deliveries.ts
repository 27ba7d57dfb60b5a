import { deleteOldDeliveries } from "@/db/repositories/outside-tenants/maintenance";
import { database } from "../../platform/database";
import { definePeriodicTask } from "../define-task";
import { inBatches } from "../in-batches";

/** For so long a delivery is shown, with what came of it, and can be sent again. */
const keptMs = 30 * 86_400_000;

export const task = definePeriodicTask({
  name: "webhooks.delete_old",
  everyMs: 3_600_000,
  run: async (signal) => ({
    deleted: await inBatches(signal, (max) =>
      deleteOldDeliveries(database(), new Date(Date.now() - keptMs), max),
    ),
  }),
});
