const firstMs = 5_000;
const longestMs = 6 * 3_600_000;

/**
 * How long to wait after the given attempt failed: 5 s, 20 s, 80 s … up to six hours, each between half of that and all of it, so
 * that what failed together isn't tried again together. Ten attempts take about a day.
 */
export function backOffMs(attempt: number, random = Math.random()): number {
  const full = Math.min(longestMs, firstMs * 4 ** (attempt - 1));
  return Math.round(full * (0.5 + random / 2));
}
