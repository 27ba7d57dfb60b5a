import { deleteExpiredMails, deleteExpiredTokens } from "@/db/repositories/outside-tenants/maintenance";
import { database } from "../../platform/database";
import { logger } from "../../platform/logger";
import { definePeriodicTask } from "../define-task";
import { inBatches } from "../in-batches";

/** Links of accounts, and mails that hold such a link and found no server that took them. */
export const task = definePeriodicTask({
  name: "mails.delete_expired",
  everyMs: 10 * 60_000,
  async run(signal) {
    const lost = await inBatches(signal, (max) => deleteExpiredMails(database(), max));
    if (lost > 0) logger().error({ lost }, "mails could not be delivered in their time and are gone");
    return { lost, deletedLinks: await inBatches(signal, (max) => deleteExpiredTokens(database(), max)) };
  },
});
