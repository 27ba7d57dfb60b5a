interface Waiter<Owner> {
  owner: Owner;
  amount: number;
  go(): void;
}

interface Bounds {
  /** Of all owners together; endless where something else bounds it. */
  max?: number;
  /** Of one owner. */
  maxEach: number;
  /** How long anybody waits, in milliseconds. */
  timeoutMs: number;
  /** What those are told who waited for as long. */
  refusal(): Error;
}

/**
 * Shares out what a process has little of. One who asks for much, or keeps it for long, would have all of it, and everybody
 * else would wait behind its queue: here it waits behind its own, and the others pass.
 */
export class Shares<Owner> {
  readonly #held = new Map<Owner, number>();
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiter<Owner>>();
  #heldByAll = 0;

  constructor(private readonly bounds: Bounds) {}

  /**
   * Takes `amount` for its owner; it must be given back. Undefined if it is there at once, else resolves when it is. Rejects
   * with the refusal if that takes too long. What is more than there ever is goes when nothing else is held.
   */
  take(owner: Owner, amount = 1): Promise<void> | undefined {
    if (!this.#fits(owner, amount)) return this.#wait(owner, amount);
    this.#add(owner, amount);
    return undefined;
  }

  give(owner: Owner, amount = 1): void {
    this.#add(owner, -amount);
    for (const waiter of this.#waiting) {
      if (this.#fits(waiter.owner, waiter.amount)) waiter.go();
    }
  }

  #fits(owner: Owner, amount: number): boolean {
    const { max = Number.POSITIVE_INFINITY, maxEach } = this.bounds;
    const held = this.#held.get(owner) ?? 0;
    return (
      (held === 0 || held + amount <= maxEach) && (this.#heldByAll === 0 || this.#heldByAll + amount <= max)
    );
  }

  #add(owner: Owner, amount: number): void {
    this.#heldByAll += amount;
    const held = (this.#held.get(owner) ?? 0) + amount;
    if (held === 0) this.#held.delete(owner);
    else this.#held.set(owner, held);
  }

  #wait(owner: Owner, amount: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter<Owner> = {
        owner,
        amount,
        go: () => {
          this.#waiting.delete(waiter);
          clearTimeout(timer);
          this.#add(owner, amount);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(this.bounds.refusal());
      }, this.bounds.timeoutMs);
      this.#waiting.add(waiter);
    });
  }
}
