import { DatabaseUnavailableError } from "./errors";
import type { TenantId } from "./tenant";

interface Share {
  held: number;
  /** In the order in which they came. */
  waiting: Set<() => void>;
}

/**
 * How many connections of the pool each tenant may hold at a time. Without it one that asks for much, or for what takes
 * long, would hold all of them, and everybody else would wait behind its queue; so it waits behind its own.
 */
export class Shares {
  readonly #shares = new Map<TenantId, Share>();

  constructor(
    private readonly max: number,
    private readonly timeoutMs: number,
  ) {}

  /** Resolves when the tenant may hold one more; undefined if that is now. Rejects with DatabaseUnavailableError if it takes too long. */
  take(tenantId: TenantId): Promise<void> | undefined {
    const share = this.#shareOf(tenantId);
    if (share.held >= this.max) return this.#wait(share);
    share.held++;
    return undefined;
  }

  /** Hands on what was taken. */
  give(tenantId: TenantId): void {
    const share = this.#shareOf(tenantId);
    const [next] = share.waiting;
    if (next) next();
    else if (--share.held === 0) this.#shares.delete(tenantId);
  }

  #shareOf(tenantId: TenantId): Share {
    const found = this.#shares.get(tenantId);
    if (found) return found;
    const made: Share = { held: 0, waiting: new Set() };
    this.#shares.set(tenantId, made);
    return made;
  }

  #wait({ waiting }: Share): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = () => {
        waiting.delete(next);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(next);
        reject(new DatabaseUnavailableError("the organisation's share of the connections did not come free"));
      }, this.timeoutMs);
      waiting.add(next);
    });
  }
}
