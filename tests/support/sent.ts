import type { Database } from "@/db/client";

/** Statements that every transaction has, whatever is asked in it. */
const frame = /^(begin|commit|rollback|select set_config\(|select \* from app\.enter_by_api_key)/;

/** Notes what a program sends to Postgres from now on. */
export function watchSent(database: Database) {
  let batches: string[][] = [];
  database.options.onSend = (statements) => batches.push(statements.map(({ text }) => text));
  return {
    /** Forgets what was sent so far. */
    clear: () => {
      batches = [];
    },
    stop: () => {
      database.options.onSend = () => undefined;
    },
    /** What was asked; BEGIN, COMMIT and the tenant's settings aside. */
    statements: () => batches.flat().filter((text) => !frame.test(text)),
    /** What went out together, all of it. */
    batches: () => batches,
  };
}
