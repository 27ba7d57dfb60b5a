import type { TenantId } from "@/db/tenant";
import { AppError } from "../platform/errors";
import { processSingleton } from "../platform/process-singleton";
import { isShuttingDown, onShutdown } from "../platform/shutdown-state";

export interface WaitBounds {
  /** Requests that wait at a time, in all and for one organisation. */
  max: number;
  maxEach: number;
  /** How often the database is asked for an organisation that is waited for, in milliseconds. */
  everyMs: number;
}

const bounds: WaitBounds = { max: 200, maxEach: 20, everyMs: 500 };

/** How far an organisation's events are. */
interface Progress {
  last: number;
  isBehind: boolean;
}

export interface Sleep {
  /** The last position when the sleeper looked. */
  known: number;
  look(): Promise<Progress>;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

interface Sleeper extends Sleep {
  wake(): void;
}

interface Waited {
  waiting: number;
  /** How often this process has written something. */
  writes: number;
  /** Those who wait at this moment. */
  sleepers: Set<Sleeper>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Requests of this process that wait for events. They hold no connection: what this process writes wakes them at once, and
 * what others write is looked for every half second, in one question for all who wait in an organisation. They end when the
 * client goes and when the process is told to stop.
 */
export class EventWaits {
  readonly #tenants = new Map<TenantId, Waited>();
  #total = 0;

  constructor(private readonly bounds: WaitBounds) {}

  /** A place to wait in, which must be given back. Throws `too_many_waiting`, `unavailable`. */
  enter(tenantId: TenantId): WaitingPlace {
    const { max, maxEach, everyMs } = this.bounds;
    if (this.#total >= max) {
      throw new AppError("unavailable", "Too many requests wait for events", { retryAfterSeconds: 5 });
    }
    const waited = this.#tenants.get(tenantId) ?? {
      waiting: 0,
      writes: 0,
      sleepers: new Set(),
      timer: undefined,
    };
    if (waited.waiting >= maxEach)
      throw new AppError("too_many_waiting", undefined, { retryAfterSeconds: 5 });
    this.#tenants.set(tenantId, waited);
    waited.waiting++;
    this.#total++;
    return new WaitingPlace(waited, everyMs, () => {
      this.#total--;
      if (--waited.waiting === 0) this.#tenants.delete(tenantId);
    });
  }

  /** Something was committed in the organisation by this process. */
  wake(tenantId: TenantId): void {
    const waited = this.#tenants.get(tenantId);
    if (!waited) return;
    waited.writes++;
    for (const sleeper of waited.sleepers) sleeper.wake();
  }
}

class WaitingPlace {
  #seenWrites: number;

  constructor(
    private readonly waited: Waited,
    private readonly everyMs: number,
    readonly leave: () => void,
  ) {
    this.#seenWrites = waited.writes;
  }

  /** To be called before looking: what is written from now on ends the next sleep. */
  look(): void {
    this.#seenWrites = this.waited.writes;
  }

  /** Resolves to true when there may be something, to false if that takes too long, the client goes or the process stops. */
  async sleep(sleep: Sleep): Promise<boolean> {
    const { timeoutMs, signal } = sleep;
    if (isShuttingDown() || signal?.aborted || timeoutMs <= 0) return false;
    if (this.waited.writes !== this.#seenWrites) return true;
    let stop = () => {};
    try {
      return await new Promise<boolean>((resolve) => {
        stop = this.#begin({ ...sleep, wake: () => resolve(true) }, () => resolve(false));
      });
    } finally {
      stop();
    }
  }

  #begin(sleeper: Sleeper, end: () => void): () => void {
    const { sleepers } = this.waited;
    const { timeoutMs, signal } = sleeper;
    const timer = setTimeout(end, timeoutMs);
    const stay = onShutdown(end);
    signal?.addEventListener("abort", end, { once: true });
    sleepers.add(sleeper);
    this.#watch();
    return () => {
      clearTimeout(timer);
      stay();
      signal?.removeEventListener("abort", end);
      sleepers.delete(sleeper);
    };
  }

  /** Whoever has waited for the longest asks for all. A failure wakes them, so that they are told of it. */
  #watch(): void {
    const { sleepers } = this.waited;
    this.waited.timer ??= setTimeout(async () => {
      const [first] = sleepers;
      const found = await first?.look().catch(() => ({ last: 0, isBehind: true }));
      this.waited.timer = undefined;
      if (!found) return;
      for (const sleeper of sleepers) if (found.isBehind || found.last > sleeper.known) sleeper.wake();
      if (sleepers.size > 0) this.#watch();
    }, this.everyMs).unref();
  }
}

/** Those of this process. */
export function eventWaits(): EventWaits {
  return processSingleton("event-waits", () => new EventWaits(bounds));
}
