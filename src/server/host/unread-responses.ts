import type { ServerResponse } from "node:http";
import { processSingleton } from "../platform/process-singleton";

const MiB = 1024 * 1024;

interface Unread {
  owner: string;
  bytes: number;
  /** Bytes that its connection had taken when it was looked at last. */
  taken: number;
  progressAt: number;
}

export interface UnreadBounds {
  /** Bytes that wait for readers, of all and of one owner. */
  max: number;
  maxEach: number;
  /** One that takes nothing for so long is ended, in milliseconds. */
  stalledMs: number;
  /** One that has taken nothing for so long is ended when room is needed, in milliseconds. */
  yieldsMs: number;
}

const bounds: UnreadBounds = { max: 64 * MiB, maxEach: 24 * MiB, stalledMs: 20_000, yieldsMs: 3_000 };

/** How often readers are looked at, in milliseconds. */
const everyMs = 1_000;

/**
 * Answers that wait for whoever asked for them. What the kernel doesn't take stays in this process's memory for as long as
 * the reader likes, so it is bounded in all and for each owner, by whom it was asked for, and whoever takes nothing any more is
 * ended: at once where others need the room, else after a while. Slow readers that go on reading are left alone.
 */
export class UnreadResponses {
  readonly #answers = new Map<ServerResponse, Unread>();
  readonly #held = new Map<string, number>();
  /** Answers that others write, which count once their readers are late. */
  readonly #written = new Map<ServerResponse, { owner: string; bytes: number }>();
  #total = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly bounds: UnreadBounds) {}

  get bytes(): number {
    return this.#total;
  }

  /** True if `bytes` more may wait. Ends those that stand still if that makes the room. */
  hasRoom(owner: string, bytes = 0): boolean {
    if (this.#total === 0) return true;
    const fits = () =>
      this.#total + bytes <= this.bounds.max && (this.#held.get(owner) ?? 0) + bytes <= this.bounds.maxEach;
    if (fits()) return true;
    this.#look();
    const now = performance.now();
    const standing = [...this.#answers]
      .filter(([, { progressAt }]) => now - progressAt >= this.bounds.yieldsMs)
      .sort(([, a], [, b]) => a.progressAt - b.progressAt);
    for (const [response, unread] of standing) {
      const helps = unread.owner === owner || this.#total + bytes > this.bounds.max;
      if (helps) this.#end(response);
      if (fits()) return true;
    }
    return false;
  }

  /**
   * Counts `bytes` of an answer until it is read to its end. One answer may be counted again as it grows. Whoever went away
   * before isn't counted: "close" has been, and comes no more.
   */
  hold(response: ServerResponse, owner: string, bytes: number): void {
    if (response.destroyed) {
      this.release(response);
      return;
    }
    const known = this.#answers.get(response);
    if (known) {
      this.#count(known.owner, bytes - known.bytes);
      known.bytes = bytes;
      return;
    }
    this.#answers.set(response, { owner, bytes, taken: takenBy(response), progressAt: performance.now() });
    this.#count(owner, bytes);
    response.once("close", () => this.release(response));
    this.#begin();
  }

  /** The same for an answer that something else writes, with back-pressure: it counts while its reader lets it wait. */
  watch(response: ServerResponse, owner: string, bytes: number): void {
    if (response.destroyed) return;
    this.#written.set(response, { owner, bytes });
    response.once("close", () => {
      this.#written.delete(response);
      this.#rest();
    });
    this.#begin();
  }

  release(response: ServerResponse): void {
    const unread = this.#answers.get(response);
    if (!unread) return;
    this.#answers.delete(response);
    this.#count(unread.owner, -unread.bytes);
    this.#rest();
  }

  #begin(): void {
    this.#timer ??= setInterval(() => this.#watch(), everyMs).unref();
  }

  #rest(): void {
    if (this.#answers.size + this.#written.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #watch(): void {
    for (const [response] of this.#answers) if (response.destroyed) this.release(response);
    for (const [response, { owner, bytes }] of this.#written) {
      if (response.writableLength > 0 && !this.#answers.has(response)) this.hold(response, owner, bytes);
    }
    this.#look();
    const since = performance.now() - this.bounds.stalledMs;
    for (const [response, { progressAt }] of this.#answers) if (progressAt <= since) this.#end(response);
  }

  /** Notes who has taken something, or has nothing to take. */
  #look(): void {
    const now = performance.now();
    for (const [response, unread] of this.#answers) {
      const taken = takenBy(response);
      if (response.writableLength > 0 && taken === unread.taken) continue;
      unread.taken = taken;
      unread.progressAt = now;
    }
  }

  #end(response: ServerResponse): void {
    this.release(response);
    response.destroy();
  }

  #count(owner: string, bytes: number): void {
    this.#total += bytes;
    const held = (this.#held.get(owner) ?? 0) + bytes;
    if (held > 0) this.#held.set(owner, held);
    else this.#held.delete(owner);
  }
}

/** Bytes that the kernel has taken of what was written to the answer's connection. */
function takenBy({ socket }: ServerResponse): number {
  return socket ? socket.bytesWritten - socket.writableLength : 0;
}

/** The answers of this process. */
export function unreadResponses(): UnreadResponses {
  return processSingleton("unread-answers", () => new UnreadResponses(bounds));
}
