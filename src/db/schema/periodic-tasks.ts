import { integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { ownerAccess } from "./policies";

/**
 * When each periodic task is due: it runs once in a period, on whichever worker takes it up first. Of no tenant, and closed:
 * only the functions `app.periodic_*` reach it.
 */
export const periodicTasks = pgTable(
  "periodic_tasks",
  {
    name: text("name").primaryKey(),
    dueAt: at("due_at").notNull(),
    leasedBy: uuid("leased_by"),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    /** In a row; 0 after a success. */
    failures: integer("failures").notNull().default(0),
    lastError: text("last_error"),
  },
  () => [ownerAccess()],
);
