import { retryDelaysMs } from "./deliver-task";
import type { Answer } from "./read-answer";
import type { RequestFailure } from "./request-failure";

/** What came of one attempt. */
export type Attempted = { answer: Recorded } & (
  | { kind: "delivered" }
  | {
      kind: "failed";
      /** In words for admins. */
      error: string;
      /** When to try again; null: not any more. */
      retryMs: number | null;
      /** The receiver wants nothing more, ever. */
      isGone: boolean;
    }
);

interface Recorded {
  status: number | null;
  response: string | null;
  durationMs: number;
}

/** The longest that a receiver can put a delivery off for, in milliseconds. */
const retryAfterMaxMs = 24 * 3_600_000;

/** Only 2xx counts as delivered; a redirect is a failure. `attempt` is 1 for the first. */
export function verdictOf(
  outcome: Answer | RequestFailure,
  attempt: number,
  random = Math.random(),
): Attempted {
  const { durationMs } = outcome;
  if (outcome.kind === "failure") {
    const answer = { status: outcome.status ?? null, response: null, durationMs };
    const retryMs = retryMsOf(attempt, 0, random);
    return { kind: "failed", answer, error: outcome.message, retryMs, isGone: false };
  }
  const { status, body: response, retryAfterSeconds = 0 } = outcome;
  const answer = { status, response, durationMs };
  if (status >= 200 && status < 300) return { kind: "delivered", answer };
  const isGone = status === 410;
  const error = isGone
    ? "The receiver answered 410: it wants nothing more."
    : `The receiver answered ${status}.`;
  const retryMs = isGone ? null : retryMsOf(attempt, retryAfterSeconds * 1_000, random);
  return { kind: "failed", answer, error, retryMs, isGone };
}

/** Between all and six fifths of the delay, so that what failed together isn't tried again together. */
function retryMsOf(attempt: number, retryAfterMs: number, random: number): number | null {
  const delayMs = retryDelaysMs[attempt - 1];
  if (delayMs === undefined) return null;
  const wanted = Math.min(retryAfterMs, retryAfterMaxMs);
  return Math.round(Math.max(delayMs, wanted) * (1 + random / 5));
}
