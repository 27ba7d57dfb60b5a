import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Shares } from "@/db/shares";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const patience = { timeoutMs: 1_000, refusal: () => new Error("no room") };

function make(max: number, maxEach: number) {
  const shares = new Shares<string>({ max, maxEach });
  return {
    take: (owner: string, amount = 1) => shares.take(owner, amount, patience),
    give: (owner: string, amount = 1) => shares.give(owner, amount),
  };
}

describe("shares", () => {
  it("are there at once while there is room", () => {
    const shares = make(4, 2);
    expect([shares.take("a"), shares.take("a"), shares.take("b"), shares.take("b")]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it("let others pass those who have all that they may", async () => {
    const shares = make(4, 2);
    const order: string[] = [];
    shares.take("a", 2);
    const waits = shares.take("a")?.then(() => order.push("a"));
    expect(shares.take("b", 2)).toBeUndefined();
    shares.give("b", 2);
    await Promise.resolve();
    expect(order).toEqual([]);
    shares.give("a", 2);
    await waits;
    expect(order).toEqual(["a"]);
  });

  it("refuse who has waited for too long, and keep nothing for them", async () => {
    const shares = make(2, 1);
    shares.take("a");
    const refused = expect(shares.take("a")).rejects.toThrow("no room");
    await vi.advanceTimersByTimeAsync(1_001);
    await refused;
    shares.give("a");
    expect(shares.take("a")).toBeUndefined();
  });

  it("give more than there ever is to one who is alone", async () => {
    const shares = make(4, 2);
    expect(shares.take("a", 9)).toBeUndefined();
    const next = shares.take("b", 1);
    expect(next).toBeInstanceOf(Promise);
    shares.give("a", 9);
    await next;
  });

  it("never exceed their bounds, and forget nobody who waits, in any order of events", async () => {
    const event = fc.record({
      owner: fc.constantFrom("a", "b", "c"),
      amount: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 40 }),
        fc.infiniteStream(fc.nat(7)),
        async (events, picks) => {
          const shares = make(6, 3);
          const held: typeof events = [];
          let served = 0;
          const hold = (one: (typeof events)[number]) => {
            held.push(one);
            served++;
          };
          const sum = (of: typeof events) => of.reduce((total, { amount }) => total + amount, 0);
          const giveOne = async (index: number) => {
            const [given] = held.splice(index, 1);
            if (given) shares.give(given.owner, given.amount);
            await Promise.resolve();
          };
          for (const one of events) {
            const turn = shares.take(one.owner, one.amount);
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
