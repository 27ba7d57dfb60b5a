import { createHash } from "node:crypto";
import { BackOff, type BackOffPolicy } from "../limits/back-off";
import { AppError } from "../platform/errors";
import { processSingleton } from "../platform/process-singleton";
import { redis } from "../platform/redis";
import { knownDevice } from "./known-devices";

/**
 * What is counted for one account and one place, and how much is free; `everywhere` is for the account whoever asks, and
 * far higher: nobody can keep somebody else out from one place by knowing an address.
 */
export interface AttemptPolicy extends BackOffPolicy {
  everywhere?: BackOffPolicy;
}

/** What can be guessed at, and how many attempts are free. In addition to the limits by address. */
export const attemptLimits = {
  /** By normalised mail address, whether there is such an account or not. */
  password: {
    name: "password",
    freeMax: 10,
    localFreeMax: 3,
    everywhere: { name: "password-everywhere", freeMax: 100, localFreeMax: 30 },
  },
  /** Codes of the second factor, by user, after the password. */
  code: {
    name: "code",
    freeMax: 5,
    localFreeMax: 2,
    everywhere: { name: "code-everywhere", freeMax: 20, localFreeMax: 8 },
  },
  /** Inside of a session, by user: what strangers try on the sign-in page doesn't count here. */
  ownPassword: { name: "own-password", freeMax: 10, localFreeMax: 3 },
  ownCode: { name: "own-code", freeMax: 5, localFreeMax: 2 },
} satisfies Record<string, AttemptPolicy>;

/** Mails that somebody can make us send to an address: each kind has its own counter, so that none silences another. */
export const mails = {
  reset: {
    name: "mail-reset",
    freeMax: 5,
    localFreeMax: 2,
    everywhere: { name: "mail-reset-everywhere", freeMax: 20, localFreeMax: 8 },
  },
  signUp: {
    name: "mail-sign-up",
    freeMax: 5,
    localFreeMax: 2,
    everywhere: { name: "mail-sign-up-everywhere", freeMax: 10, localFreeMax: 4 },
  },
  /** By user. */
  verification: { name: "mail-verification", freeMax: 5, localFreeMax: 2 },
  addressChange: { name: "mail-address-change", freeMax: 5, localFreeMax: 2 },
  /** By organisation and address. */
  invitation: { name: "mail-invitation", freeMax: 5, localFreeMax: 2 },
} satisfies Record<string, AttemptPolicy>;

/** Where a guess comes from. */
export interface Place {
  address: string | null;
  /** What one client can easily have many of, as one. */
  addressGroup?: string;
  /** The cookie of browsers that signed in before. */
  devices?: string | undefined;
}

/** One that is about an account: `account` is its normalised mail address, by which browsers know it. */
export interface From {
  place: Place;
  account: string;
}

function backOff(): BackOff {
  return processSingleton("back-off", () => new BackOff(redis()));
}

/** Begins a guess. Throws `rate_limited` with the seconds to wait if there were too many. */
export async function beginAttempt(policy: AttemptPolicy, subject: string, from?: From): Promise<void> {
  const seconds = await attempt(policy, subject, from);
  if (seconds === 0) return;
  const minutes = Math.ceil(seconds / 60);
  throw new AppError(
    "rate_limited",
    `Too many attempts. Please try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    { retryAfterSeconds: seconds },
  );
}

/** The guess was right: earlier ones are forgiven. */
export async function forgiveAttempts(policy: AttemptPolicy, subject: string, from?: From): Promise<void> {
  const counters = countersOf(policy, subject, from);
  await Promise.all(counters.map(([counter, key]) => backOff().clear(counter, keyOf(key))));
}

/** Whether one more mail may go to an address. Says no silently: whoever asks must not learn of it. */
export async function maySendMail(policy: AttemptPolicy, account: string, place?: Place): Promise<boolean> {
  return (await attempt(policy, account, place && { place, account })) === 0;
}

async function attempt(policy: AttemptPolicy, subject: string, from: From | undefined): Promise<number> {
  for (const [counter, key] of countersOf(policy, subject, from)) {
    const seconds = await backOff().attempt(counter, keyOf(key));
    if (seconds > 0) return seconds;
  }
  return 0;
}

/** Whatever is guessed from a known browser, or where there is no place, is counted there alone. */
function countersOf(
  policy: AttemptPolicy,
  subject: string,
  from: From | undefined,
): [BackOffPolicy, string][] {
  if (!from) return [[policy, subject]];
  const { address, addressGroup, devices } = from.place;
  const device = knownDevice(devices, from.account);
  if (device) return [[policy, `${subject} device ${device}`]];
  const near: [BackOffPolicy, string] = [policy, `${subject} from ${addressGroup ?? address ?? "unknown"}`];
  return policy.everywhere ? [near, [policy.everywhere, subject]] : [near];
}

/** Keys of Redis hold no mail address. */
function keyOf(subject: string): string {
  return createHash("sha256").update(subject).digest("base64url");
}
