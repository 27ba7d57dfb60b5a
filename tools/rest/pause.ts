import { setTimeout as sleep } from "node:timers/promises";

/**
 * A pause that all requests of a run share. When one is told to come back later (Retry-After), the others would only be
 * told the same, so they wait too.
 */
export class Pause {
  #untilMs = 0;

  /** Makes the pause last for at least `durationMs` from now; at most five minutes, whatever the server asks for. */
  extend(durationMs: number): void {
    this.#untilMs = Math.max(this.#untilMs, Date.now() + Math.min(durationMs, 300_000));
  }

  /** Resolves when the pause is over, rejects if `signal` is aborted before. */
  async over(signal: AbortSignal | undefined): Promise<void> {
    while (Date.now() < this.#untilMs) {
      await sleep(this.#untilMs - Date.now(), undefined, signal ? { signal } : {});
    }
  }
}
