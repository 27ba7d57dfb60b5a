import type { Database } from "@/db/client";

/** Statements that every transaction has, whatever is asked in it. */
const frame = /^(begin|commit|rollback|select set_config\()/;

/** Who is behind a key: asked at its first use, and from then on every ten seconds at most. */
const lookUp = /app\.resolve_api_key|^select "expires_at", "revoked_at" from "api_keys"/;

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
    /** What was asked; BEGIN, COMMIT, the tenant's settings and looking keys up aside. */
    statements: () => batches.flat().filter((text) => !frame.test(text) && !lookUp.test(text)),
    /** What went out together, looking keys up aside. */
    batches: () => batches.filter((batch) => !batch.some((text) => lookUp.test(text))),
    lookUps: () => batches.flat().filter((text) => lookUp.test(text)),
  };
}
