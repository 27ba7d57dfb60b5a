import type { Database } from "@/db/database";

/** A statement with its parameters, as they were sent. */
export interface SentStatement {
  text: string;
  params: readonly unknown[];
}

/** Statements that every transaction has, whatever is asked in it; the tenant's settings come with BEGIN. */
const frame = /^(begin|commit|rollback)\b/;

/** Who is behind a key: asked at its first use, and from then on every ten seconds at most. */
const lookUp = /app\.resolve_api_key|^select "expires_at", "revoked_at" from "api_keys"/;

/** Notes what a program sends to Postgres from now on. */
export function watchStatements(database: Database) {
  let trips: SentStatement[][] = [];
  database.onSend = ({ text, params, waited }) => {
    if (waited) trips.push([]);
    trips.at(-1)?.push({ text, params });
  };
  const all = () => trips.flat().filter(({ text }) => !frame.test(text) && !lookUp.test(text));
  return {
    /** Forgets what was sent so far. */
    clear: () => {
      trips = [];
    },
    stop: () => {
      database.onSend = undefined;
    },
    /** What was asked; BEGIN, COMMIT, the tenant's settings and looking keys up aside. */
    all,
    statements: () => all().map(({ text }) => text),
    /** What went out together, looking keys up aside: each is a round trip, once its statements are prepared. */
    trips: () =>
      trips
        .map((trip) => trip.map(({ text }) => text))
        .filter((trip) => !trip.some((text) => lookUp.test(text))),
    lookUps: () => trips.flat().filter(({ text }) => lookUp.test(text)),
  };
}
