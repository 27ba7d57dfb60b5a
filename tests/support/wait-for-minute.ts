/**
 * Resolves at once if the minute of the clock, which limits count by, has so many milliseconds left, else when the next one
 * begins: what is counted on both sides of the change is one more than a test expects.
 */
export async function waitForMinute(leftMs: number): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < leftMs) await new Promise((resolve) => setTimeout(resolve, left));
}
