/** Things that wait, in turn by owner: who has many waits for those who have few, and not the other way round. */
export class FairQueue<T> {
  readonly #byOwner = new Map<string, T[]>();
  #size = 0;

  constructor(private readonly max: { all: number; owner: number }) {}

  /** False if too many wait already. */
  add(owner: string, item: T): boolean {
    const own = this.#byOwner.get(owner) ?? [];
    if (this.#size >= this.max.all || own.length >= this.max.owner) return false;
    own.push(item);
    this.#byOwner.set(owner, own);
    this.#size++;
    return true;
  }

  /** The first of the owner whose turn it is, who then goes to the end. */
  take(mayRun: (owner: string) => boolean): { owner: string; item: T } | undefined {
    for (const [owner, own] of this.#byOwner) {
      if (!mayRun(owner)) continue;
      const item = own.shift() as T;
      this.#byOwner.delete(owner);
      if (own.length > 0) this.#byOwner.set(owner, own);
      this.#size--;
      return { owner, item };
    }
    return undefined;
  }
}
