import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { ownerAccess } from "./policies";

/**
 * The worker processes that live, as far as the database knows: each moves `aliveUntil` on while it lives. What a worker has
 * taken up is anybody's once that time is over. Closed: only the functions `app.job_*` reach it.
 */
export const jobWorkers = pgTable(
  "job_workers",
  {
    id: uuid("id").primaryKey(),
    /** Machine and process, for the operator. */
    name: text("name").notNull(),
    startedAt: at("started_at").notNull().defaultNow(),
    seenAt: at("seen_at").notNull().defaultNow(),
    aliveUntil: at("alive_until").notNull(),
  },
  () => [ownerAccess()],
);
