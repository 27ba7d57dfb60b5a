import { deleteOldInvitations } from "@/db/repositories/outside-tenants/maintenance";
import { database } from "../../platform/database";
import { definePeriodicTask } from "../define-task";
import { inBatches } from "../in-batches";

/** For so long after its link has ended an invitation is shown, and can be sent again. */
const keptMs = 90 * 86_400_000;

export const task = definePeriodicTask({
  name: "invitations.delete_old",
  everyMs: 3_600_000,
  run: async (signal) => ({
    deleted: await inBatches(signal, (max) =>
      deleteOldInvitations(database(), new Date(Date.now() - keptMs), max),
    ),
  }),
});
