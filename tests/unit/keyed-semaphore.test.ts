import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KeyedSemaphore } from "@/lib/keyed-semaphore";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const waiting = { timeoutMs: 1_000, refusal: () => new Error("no room") };

function make(max: number, maxEach: number) {
  const semaphore = new KeyedSemaphore<string>({ max, maxEach });
  return {
    acquire: (key: string, amount = 1) => semaphore.acquire(key, amount, waiting),
    release: (key: string, amount = 1) => semaphore.release(key, amount),
  };
}

describe("a keyed semaphore", () => {
  it("gives at once while there is room", () => {
    const semaphore = make(4, 2);
    expect([
      semaphore.acquire("a"),
      semaphore.acquire("a"),
      semaphore.acquire("b"),
      semaphore.acquire("b"),
    ]).toEqual(Array(4).fill(undefined));
  });

  it("lets others pass those who have all that they may", async () => {
    const semaphore = make(4, 2);
    const order: string[] = [];
    semaphore.acquire("a", 2);
    const waits = semaphore.acquire("a")?.then(() => order.push("a"));
    expect(semaphore.acquire("b", 2)).toBeUndefined();
    semaphore.release("b", 2);
    await Promise.resolve();
    expect(order).toEqual([]);
    semaphore.release("a", 2);
    await waits;
    expect(order).toEqual(["a"]);
  });

  it("refuses who has waited for too long, and keeps nothing for them", async () => {
    const semaphore = make(2, 1);
    semaphore.acquire("a");
    const refused = expect(semaphore.acquire("a")).rejects.toThrow("no room");
    await vi.advanceTimersByTimeAsync(1_001);
    await refused;
    semaphore.release("a");
    expect(semaphore.acquire("a")).toBeUndefined();
  });

  it("gives more than there ever is to one who is alone", async () => {
    const semaphore = make(4, 2);
    expect(semaphore.acquire("a", 9)).toBeUndefined();
    const next = semaphore.acquire("b", 1);
    expect(next).toBeInstanceOf(Promise);
    semaphore.release("a", 9);
    await next;
  });

  it("never exceeds its bounds, and forgets nobody who waits, in any order of events", async () => {
    const event = fc.record({
      owner: fc.constantFrom("a", "b", "c"),
      amount: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 40 }),
        fc.infiniteStream(fc.nat(7)),
        async (events, picks) => {
          const semaphore = make(6, 3);
          const held: typeof events = [];
          let served = 0;
          const hold = (one: (typeof events)[number]) => {
            held.push(one);
            served++;
          };
          const sum = (of: typeof events) => of.reduce((total, { amount }) => total + amount, 0);
          const giveOne = async (index: number) => {
            const [given] = held.splice(index, 1);
            if (given) semaphore.release(given.owner, given.amount);
            await Promise.resolve();
          };
          for (const one of events) {
            const turn = semaphore.acquire(one.owner, one.amount);
            if (turn) void turn.then(() => hold(one));
            else hold(one);
            expect(sum(held)).toBeLessThanOrEqual(6);
            for (const owner of ["a", "b", "c"])
              expect(sum(held.filter((other) => other.owner === owner))).toBeLessThanOrEqual(3);
            await giveOne(picks.next().value ?? 0);
          }
          while (held.length > 0) await giveOne(0);
          expect(served).toBe(events.length);
        },
      ),
    );
  });
});
