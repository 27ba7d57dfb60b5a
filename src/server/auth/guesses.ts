import { createHash } from "node:crypto";
import { BackOff, type BackOffPolicy } from "../platform/back-off";
import { AppError } from "../platform/errors";
import { redis } from "../platform/redis";
import { shared } from "../platform/shared";

/** What can be guessed at, and how many guesses are free. In addition to the gate's limits by address. */
export const guesses = {
  /** By normalised mail address, whether there is such an account or not. */
  password: { name: "password", freeMax: 10, localFreeMax: 3 },
  /** Codes of the second factor, by user. */
  code: { name: "code", freeMax: 5, localFreeMax: 2 },
  /** Mails that anybody can make us send to an address. */
  mail: { name: "mail", freeMax: 5, localFreeMax: 2 },
} satisfies Record<string, BackOffPolicy>;

function backOff(): BackOff {
  return shared("back-off", () => new BackOff(redis()));
}

/** Begins a guess. Throws `rate_limited` with the seconds to wait if there were too many. */
export async function beginGuess(policy: BackOffPolicy, subject: string): Promise<void> {
  const seconds = await backOff().attempt(policy, keyOf(subject));
  if (seconds === 0) return;
  const minutes = Math.ceil(seconds / 60);
  throw new AppError(
    "rate_limited",
    `Too many attempts. Please try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    { retryAfterSeconds: seconds },
  );
}

/** The guess was right: earlier ones are forgiven. */
export function forgiveGuesses(policy: BackOffPolicy, subject: string): Promise<void> {
  return backOff().clear(policy, keyOf(subject));
}

/** Whether one more mail may go to an address. Says no silently: whoever asks must not learn of it. */
export async function mayMail(email: string): Promise<boolean> {
  return (await backOff().attempt(guesses.mail, keyOf(email))) === 0;
}

/** Keys of Redis hold no mail address. */
function keyOf(subject: string): string {
  return createHash("sha256").update(subject).digest("base64url");
}
