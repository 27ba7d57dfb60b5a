import { LRUCache } from "lru-cache";

interface Entry {
  value: unknown;
  size: number;
}

/** Bytes that an entry takes beside its value, so that many small ones are bounded, too. */
const entryBytes = 2_000;

/**
 * Entries of many owners in a bounded space. What is over the bound goes from whoever holds the most, the least used first:
 * one owner, however much it adds, pushes out nothing of those who hold less.
 */
export class FairEntries<Owner> {
  readonly #owners = new Map<Owner, LRUCache<string, Entry>>();
  #size = 0;

  constructor(private readonly options: { sizeMax: number; lifetimeMs: number }) {}

  get(owner: Owner, key: string): { value: unknown } | undefined {
    return this.#owners.get(owner)?.get(key);
  }

  set(owner: Owner, key: string, value: unknown, bytes: number): void {
    const size = bytes + entryBytes;
    if (size > this.options.sizeMax) return;
    const entries = this.#owners.get(owner) ?? this.#newOwner(owner);
    entries.set(key, { value, size });
    this.#size += size;
    while (this.#size > this.options.sizeMax) this.#dropOne();
  }

  #newOwner(owner: Owner): LRUCache<string, Entry> {
    const made = new LRUCache<string, Entry>({
      // Its size is what counts; this one can't be reached.
      maxSize: this.options.sizeMax,
      sizeCalculation: ({ size }) => size,
      ttl: this.options.lifetimeMs,
      perf: performance, // that of now, for tests that let time pass
      dispose: ({ size }) => {
        this.#size -= size;
      },
    });
    this.#owners.set(owner, made);
    return made;
  }

  #dropOne(): void {
    let most: [Owner, LRUCache<string, Entry>] | undefined;
    for (const found of this.#owners) {
      if (!most || found[1].calculatedSize > most[1].calculatedSize) most = found;
    }
    if (!most) return;
    const [owner, entries] = most;
    entries.pop();
    if (entries.size === 0) this.#owners.delete(owner);
  }
}
