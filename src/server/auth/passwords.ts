import { hash, verify } from "@node-rs/argon2";
import { AppError, invalidField } from "../platform/errors";
import { text } from "../platform/text";
import { isCommonPassword, isPersonalPassword } from "./common-passwords";

/** argon2id with the minimum of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes at the same time. Each takes 19 MiB and a core for about 20 ms; the rest wait, so that a burst can't starve other requests. */
const concurrencyMax = 2;

/** As typed: not trimmed and not normalised. The upper bound keeps hashing cheap. */
export const newPassword = text()
  .min(8, "must have at least 8 characters")
  .max(128, "must have at most 128 characters")
  .refine((password) => !isCommonPassword(password), {
    error: "is one of the passwords that everybody tries first; three or four unrelated words are better",
  });

export const personalPasswordMessage =
  "is too easy to guess, because it is your name, address or organisation; three or four unrelated words are better";

/** Throws `validation_failed` (field `password`) if the password is no more than one of the words around it. */
export function assertNotPersonal(password: string, words: (string | undefined)[]): void {
  if (isPersonalPassword(password, words)) throw invalidField("password", personalPasswordMessage);
}

/** How many may wait; what is beyond would be answered seconds later than anybody waits. */
const waitingMax = 200;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= waitingMax) {
    throw new AppError("unavailable", "Too many sign-ins at a time", { retryAfterSeconds: 5 });
  }
  if (running >= concurrencyMax) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** Throws `unavailable` if too many wait. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, parameters));
}

let decoy: Promise<string> | undefined;

/**
 * Whether `password` belongs to `passwordHash`. Without a hash (an unknown address) it takes as long and says no, so
 * that the time of an answer doesn't tell which addresses exist. Throws `unavailable` if too many wait.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  // Not in turn: a refusal would be kept for good.
  decoy ??= hash("a decoy that belongs to nobody", parameters);
  const against = passwordHash ?? (await decoy);
  const matches = await inTurn(() => verify(against, password));
  return matches && passwordHash !== undefined;
}
