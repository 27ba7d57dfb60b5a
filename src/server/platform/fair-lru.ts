interface Held<Value> {
  value: Value;
  size: number;
  /** On the clock of `performance.now()`. */
  until: number;
}

interface Share<Value> {
  /** The least used first. */
  entries: Map<string, Held<Value>>;
  size: number;
}

/** Bytes that an entry takes beside its value, so that many small ones are bounded, too. */
const entryBytes = 2_000;

/** No entry takes more than this part of the room. */
const entryPart = 1 / 8;

/** How far room is made at once, as a part of it, so that not every new entry has to look for it. */
const freedPart = 1 / 16;

/**
 * Entries of many owners in a bounded space. What is over the bound goes from those who hold the most, the least used first:
 * one owner, however much it adds, pushes out nothing of those who hold less.
 */
export class FairLru<Owner, Value> {
  readonly #shares = new Map<Owner, Share<Value>>();
  #size = 0;

  constructor(private readonly options: { sizeMax: number; lifetimeMs: number }) {}

  /** Bytes of all entries. */
  get size(): number {
    return this.#size;
  }

  get(owner: Owner, key: string): Value | undefined {
    const share = this.#shares.get(owner);
    const held = share?.entries.get(key);
    if (!share || !held) return undefined;
    share.entries.delete(key);
    if (held.until > performance.now()) {
      share.entries.set(key, held);
      return held.value;
    }
    this.#shrink(owner, share, held.size);
    return undefined;
  }

  set(owner: Owner, key: string, value: Value, bytes: number): void {
    const { sizeMax, lifetimeMs } = this.options;
    const size = bytes + entryBytes + 2 * key.length;
    if (size > sizeMax * entryPart) return;
    const share = this.#shares.get(owner) ?? { entries: new Map(), size: 0 };
    const former = share.entries.get(key);
    share.entries.delete(key);
    share.entries.set(key, { value, size, until: performance.now() + lifetimeMs });
    share.size += size - (former?.size ?? 0);
    this.#size += size - (former?.size ?? 0);
    this.#shares.set(owner, share);
    if (this.#size > sizeMax) this.#makeRoom();
  }

  #makeRoom(): void {
    const now = performance.now();
    for (const [owner, share] of this.#shares) this.#drop(owner, share, ({ until }) => until <= now);
    const wanted = this.options.sizeMax * (1 - freedPart);
    if (this.#size <= wanted) return;
    const level = levelOf(
      [...this.#shares.values()].map(({ size }) => size),
      wanted,
    );
    for (const [owner, share] of this.#shares) this.#drop(owner, share, () => share.size > level);
  }

  #drop(owner: Owner, share: Share<Value>, goes: (held: Held<Value>) => boolean): void {
    for (const [key, held] of share.entries) {
      if (!goes(held)) continue;
      share.entries.delete(key);
      this.#shrink(owner, share, held.size);
    }
  }

  #shrink(owner: Owner, share: Share<Value>, size: number): void {
    share.size -= size;
    this.#size -= size;
    if (share.entries.size === 0) this.#shares.delete(owner);
  }
}

/** What each may hold at most so that all together hold `total`: those who hold less keep what they have. */
function levelOf(sizes: number[], total: number): number {
  let rest = total;
  const sorted = sizes.toSorted((a, b) => a - b);
  for (const [index, size] of sorted.entries()) {
    const part = rest / (sorted.length - index);
    if (size > part) return part;
    rest -= size;
  }
  return Number.POSITIVE_INFINITY;
}
