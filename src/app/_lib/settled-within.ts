import "server-only";

/** Waits until all of `promises` have an outcome, whichever, but for `ms` milliseconds at most. Never throws. */
export async function settledWithin(ms: number, promises: Promise<unknown>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.allSettled(promises), over]);
  clearTimeout(timer);
}
