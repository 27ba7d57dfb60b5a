import pRetry from "p-retry";

export interface RetryOptions {
  /** Attempts in all. */
  attemptsMax?: number;
  /** How long one attempt may take, in milliseconds. */
  timeoutMs?: number;
  /** The first wait, in milliseconds; it doubles from attempt to attempt, times a random 1 to 2. */
  waitMinMs?: number;
  /** No wait is longer, whatever the other side asks for, in milliseconds. */
  waitMaxMs?: number;
  signal?: AbortSignal;
}

/** The answer of the last attempt, when every attempt got one that asks for another. */
class RetryableAnswer extends Error {
  constructor(
    readonly response: Response,
    readonly waitMs: number | undefined,
  ) {
    super(`HTTP ${response.status}`);
  }
}

/** Answers after which the same request may succeed later. Others (400, 401, 404 …) will not change by asking again. */
const retryableStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * `fetch` for requests to other people's servers: each attempt has a time-out; failures of the network and answers that
 * may pass are tried again with exponential back-off and jitter, and Retry-After is honoured. Use it only for requests
 * that may be sent twice. Returns the last answer whatever its status; throws the network's error if there was none.
 */
export async function fetchWithRetry(
  input: string | URL,
  init: RequestInit = {},
  { attemptsMax = 4, timeoutMs = 15_000, waitMinMs = 500, waitMaxMs = 30_000, signal }: RetryOptions = {},
): Promise<Response> {
  const attempt = async (): Promise<Response> => {
    const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
    const response = await fetch(input, { ...init, signal: AbortSignal.any(limits) });
    if (!retryableStatuses.has(response.status)) return response;
    throw new RetryableAnswer(response, retryAfterMs(response.headers.get("retry-after")));
  };
  try {
    return await pRetry(attempt, {
      retries: attemptsMax - 1,
      minTimeout: waitMinMs,
      maxTimeout: waitMaxMs,
      randomize: true,
      signal,
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (!(error instanceof RetryableAnswer) || retriesLeft === 0) return;
        await error.response.body?.cancel();
        if (error.waitMs)
          await new Promise((resolve) => setTimeout(resolve, Math.min(error.waitMs ?? 0, waitMaxMs)));
      },
    });
  } catch (error) {
    if (error instanceof RetryableAnswer) return error.response;
    throw error;
  }
}

/** Milliseconds to wait by a Retry-After header (seconds or an HTTP date, RFC 9110 §10.2.3); undefined if there is none. */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
