/** Rows that are deleted by one statement. */
const batchMax = 1_000;

/** Deletes in small batches, so that nothing is held for long, until there is nothing left. Returns how many there were. */
export async function inBatches(
  signal: AbortSignal,
  deleteSome: (max: number) => Promise<number>,
): Promise<number> {
  let deleted = 0;
  while (!signal.aborted) {
    const count = await deleteSome(batchMax);
    deleted += count;
    if (count < batchMax) break;
  }
  return deleted;
}
