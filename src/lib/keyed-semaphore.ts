interface Waiter {
  amount: number;
  go(): void;
}

interface Holder {
  held: number;
  /** In the order in which they came. */
  waiting: Set<Waiter>;
}

interface Bounds {
  /** Of all keys together; endless where something else bounds it. */
  max?: number;
  /** Of one key. */
  maxEach: number;
}

export interface WaitOptions {
  /** How long anybody waits, in milliseconds. */
  timeoutMs: number;
  /** What those are told who waited for as long. */
  refusal(): Error;
}

/**
 * A semaphore with a queue for each key, and a bound for each beside that of all. What comes free goes to the key that holds
 * the least, so that one that asks for much, or keeps it for long, doesn't make all others wait.
 */
export class KeyedSemaphore<Key> {
  readonly #holders = new Map<Key, Holder>();
  #heldByAll = 0;

  constructor(private readonly bounds: Bounds) {}

  /**
   * Takes `amount`, which must be released. Undefined if it is there at once, else resolves when it is. Rejects
   * with the refusal if that takes too long. What is more than there ever is goes when nothing else is held.
   */
  acquire(key: Key, amount: number, options: WaitOptions): Promise<void> | undefined {
    return this.tryAcquire(key, amount) ? undefined : this.#wait(key, amount, options);
  }

  /** The same for who doesn't wait: false if it isn't there at once. */
  tryAcquire(key: Key, amount = 1): boolean {
    const holder = this.#holders.get(key);
    const isNext = !holder || holder.waiting.size === 0;
    // Whoever waits for room among all would wait for ever if those who need little went first.
    if (!isNext || !this.#isWithinBound(holder, amount) || !this.#isRoom(amount) || this.#isRoomAwaited())
      return false;
    this.#add(key, amount);
    return true;
  }

  release(key: Key, amount = 1): void {
    this.#add(key, -amount);
    this.#admit();
  }

  #admit(): void {
    for (let next = this.#next(); next && this.#isRoom(next.amount); next = this.#next()) next.go();
  }

  /** The first of the queue whose key holds the least of those that may hold more. */
  #next(): Waiter | undefined {
    let least = Number.POSITIVE_INFINITY;
    let next: Waiter | undefined;
    for (const holder of this.#holders.values()) {
      const [first] = holder.waiting;
      if (!first || holder.held >= least || !this.#isWithinBound(holder, first.amount)) continue;
      least = holder.held;
      next = first;
    }
    return next;
  }

  #isWithinBound(holder: Holder | undefined, amount: number): boolean {
    return !holder || holder.held === 0 || holder.held + amount <= this.bounds.maxEach;
  }

  #isRoom(amount: number): boolean {
    const { max = Number.POSITIVE_INFINITY } = this.bounds;
    return this.#heldByAll === 0 || this.#heldByAll + amount <= max;
  }

  #isRoomAwaited(): boolean {
    return this.bounds.max !== undefined && this.#next() !== undefined;
  }

  #add(key: Key, amount: number): void {
    this.#heldByAll += amount;
    const holder = this.#holderOf(key);
    holder.held += amount;
    this.#forget(key, holder);
  }

  #holderOf(key: Key): Holder {
    const found = this.#holders.get(key);
    if (found) return found;
    const made: Holder = { held: 0, waiting: new Set() };
    this.#holders.set(key, made);
    return made;
  }

  #forget(key: Key, { held, waiting }: Holder): void {
    if (held === 0 && waiting.size === 0) this.#holders.delete(key);
  }

  #wait(key: Key, amount: number, { timeoutMs, refusal }: WaitOptions): Promise<void> {
    const holder = this.#holderOf(key);
    return new Promise((resolve, reject) => {
      const leave = () => {
        holder.waiting.delete(waiter);
        clearTimeout(timer);
      };
      const waiter: Waiter = {
        amount,
        go: () => {
          leave();
          this.#add(key, amount);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        leave();
        this.#forget(key, holder);
        reject(refusal());
        this.#admit(); // those who waited behind it
      }, timeoutMs);
      holder.waiting.add(waiter);
    });
  }
}
