interface Waiter {
  amount: number;
  go(): void;
}

interface Share {
  held: number;
  /** In the order in which they came. */
  waiting: Set<Waiter>;
}

interface Bounds {
  /** Of all owners together; endless where something else bounds it. */
  max?: number;
  /** Of one owner. */
  maxEach: number;
}

interface Patience {
  /** How long anybody waits, in milliseconds. */
  timeoutMs: number;
  /** What those are told who waited for as long. */
  refusal(): Error;
}

/**
 * Shares out what a process has little of. One who asks for much, or keeps it for long, would have all of it, and everybody
 * else would wait behind its queue: here each waits in its owner's queue, and what comes free goes to whoever holds the least.
 */
export class Shares<Owner> {
  readonly #shares = new Map<Owner, Share>();
  #heldByAll = 0;

  constructor(private readonly bounds: Bounds) {}

  /**
   * Takes `amount` for its owner; it must be given back. Undefined if it is there at once, else resolves when it is. Rejects
   * with the refusal if that takes too long. What is more than there ever is goes when nothing else is held.
   */
  take(owner: Owner, amount: number, patience: Patience): Promise<void> | undefined {
    return this.tryTake(owner, amount) ? undefined : this.#wait(owner, amount, patience);
  }

  /** The same for who doesn't wait: false if it isn't there at once. */
  tryTake(owner: Owner, amount = 1): boolean {
    const share = this.#shares.get(owner);
    const isNext = !share || share.waiting.size === 0;
    // Whoever waits for room among all would wait for ever if those who need little went first.
    if (!isNext || !this.#isWithinShare(share, amount) || !this.#isRoom(amount) || this.#isRoomAwaited())
      return false;
    this.#add(owner, amount);
    return true;
  }

  give(owner: Owner, amount = 1): void {
    this.#add(owner, -amount);
    this.#admit();
  }

  #admit(): void {
    for (let next = this.#next(); next && this.#isRoom(next.amount); next = this.#next()) next.go();
  }

  /** The first of the queue whose owner holds the least of those that may hold more. */
  #next(): Waiter | undefined {
    let least = Number.POSITIVE_INFINITY;
    let next: Waiter | undefined;
    for (const share of this.#shares.values()) {
      const [first] = share.waiting;
      if (!first || share.held >= least || !this.#isWithinShare(share, first.amount)) continue;
      least = share.held;
      next = first;
    }
    return next;
  }

  #isWithinShare(share: Share | undefined, amount: number): boolean {
    return !share || share.held === 0 || share.held + amount <= this.bounds.maxEach;
  }

  #isRoom(amount: number): boolean {
    const { max = Number.POSITIVE_INFINITY } = this.bounds;
    return this.#heldByAll === 0 || this.#heldByAll + amount <= max;
  }

  #isRoomAwaited(): boolean {
    return this.bounds.max !== undefined && this.#next() !== undefined;
  }

  #add(owner: Owner, amount: number): void {
    this.#heldByAll += amount;
    const share = this.#shareOf(owner);
    share.held += amount;
    this.#forget(owner, share);
  }

  #shareOf(owner: Owner): Share {
    const found = this.#shares.get(owner);
    if (found) return found;
    const made: Share = { held: 0, waiting: new Set() };
    this.#shares.set(owner, made);
    return made;
  }

  #forget(owner: Owner, { held, waiting }: Share): void {
    if (held === 0 && waiting.size === 0) this.#shares.delete(owner);
  }

  #wait(owner: Owner, amount: number, { timeoutMs, refusal }: Patience): Promise<void> {
    const share = this.#shareOf(owner);
    return new Promise((resolve, reject) => {
      const leave = () => {
        share.waiting.delete(waiter);
        clearTimeout(timer);
      };
      const waiter: Waiter = {
        amount,
        go: () => {
          leave();
          this.#add(owner, amount);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        leave();
        this.#forget(owner, share);
        reject(refusal());
        this.#admit(); // those who waited behind it
      }, timeoutMs);
      share.waiting.add(waiter);
    });
  }
}
