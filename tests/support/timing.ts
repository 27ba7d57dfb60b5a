/**
 * Whether two kinds of requests can be told apart by how long they take, by statistics instead of by a fixed number of
 * milliseconds: the difference of the medians, against what it is when the labels are dealt at random (a permutation
 * test). Samples of both kinds are taken in turns, in an order by chance, so that a busy machine slows both.
 */
export async function compareTimes(options: {
  /** Samples of each kind. */
  samples: number;
  a: (index: number) => Promise<unknown>;
  b: (index: number) => Promise<unknown>;
  /** Runs after each sample, and isn't measured. */
  settle?: () => Promise<unknown>;
}): Promise<{ differenceMs: number; p: number }> {
  const { samples, a, b, settle } = options;
  const times: { isA: boolean; ms: number }[] = [];
  for (let index = 0; index < samples; index++) {
    const order = Math.random() < 0.5 ? [true, false] : [false, true];
    for (const isA of order) {
      const startedAt = performance.now();
      await (isA ? a(index) : b(index));
      times.push({ isA, ms: performance.now() - startedAt });
      await settle?.();
    }
  }
  // What runs first pays for compiling and connecting.
  const warm = times.slice(Math.floor(times.length / 10));
  const observed = difference(warm);
  let asFar = 0;
  for (let round = 0; round < permutations; round++) {
    if (Math.abs(difference(shuffled(warm))) >= Math.abs(observed)) asFar++;
  }
  return { differenceMs: observed, p: (asFar + 1) / (permutations + 1) };
}

const permutations = 4_000;

function difference(times: { isA: boolean; ms: number }[]): number {
  const of = (isA: boolean) => median(times.filter((one) => one.isA === isA).map((one) => one.ms));
  return of(true) - of(false);
}

function median(values: number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The same times with the labels dealt anew (Fisher and Yates). */
function shuffled(times: { isA: boolean; ms: number }[]): { isA: boolean; ms: number }[] {
  const labels = times.map((one) => one.isA);
  for (let index = labels.length - 1; index > 0; index--) {
    const other = Math.floor(Math.random() * (index + 1));
    [labels[index], labels[other]] = [labels[other] === true, labels[index] === true];
  }
  return times.map(({ ms }, index) => ({ ms, isA: labels[index] === true }));
}
