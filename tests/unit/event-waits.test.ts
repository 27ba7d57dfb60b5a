import { expect, it } from "vitest";
import type { TenantId } from "@/db/tenant";
import { EventWaits } from "@/server/events/waits";
import { beginShutdown } from "@/server/platform/shutdown-state";

const [one, other] = ["one", "other"] as TenantId[] as [TenantId, TenantId];
const nothing = async () => ({ last: 5, isBehind: false });
const soon = { max: 3, maxEach: 2, everyMs: 1 };
const never = { ...soon, everyMs: 3_600_000 };
const long = 600_000;

it("lets so many wait in an organisation, and in all", () => {
  const waits = new EventWaits(soon);
  const [first] = [waits.enter(one), waits.enter(one)];
  expect(() => waits.enter(one)).toThrow(
    expect.objectContaining({ code: "too_many_waiting", retryAfterSeconds: 5 }),
  );
  waits.enter(other);
  expect(() => waits.enter(other)).toThrow(
    expect.objectContaining({ code: "unavailable", retryAfterSeconds: 5 }),
  );
  first.leave();
  waits.enter(other);
});

it("wakes all who wait in the organisation in which this process has written, and nobody else", async () => {
  const waits = new EventWaits(never);
  const sleep = { known: 5, look: nothing, timeoutMs: long };
  const gone = new AbortController();
  const stranger = waits.enter(other).sleep({ ...sleep, signal: gone.signal });
  const sleepers = [waits.enter(one), waits.enter(one)].map((place) => place.sleep(sleep));
  waits.wake(one);
  expect(await Promise.all(sleepers)).toEqual([true, true]);
  gone.abort();
  expect(await stranger).toBe(false);
});

it("doesn't sleep where something was written since it was looked", async () => {
  const waits = new EventWaits(never);
  const place = waits.enter(one);
  place.look();
  waits.wake(one);
  expect(await place.sleep({ known: 5, look: nothing, timeoutMs: long })).toBe(true);
});

it("asks for all of an organisation at once what other processes have written", async () => {
  const waits = new EventWaits(soon);
  let asked = 0;
  const look = async () => ({ last: ++asked < 3 ? 5 : 6, isBehind: false });
  const sleepers = [5, 5].map((known) => waits.enter(one).sleep({ known, look, timeoutMs: long }));
  expect(await Promise.all(sleepers)).toEqual([true, true]);
  expect(asked).toBe(3);
});

it("wakes where the database can't be asked: whoever reads next is told", async () => {
  const place = new EventWaits(soon).enter(one);
  const look = () => Promise.reject(new Error("no database"));
  expect(await place.sleep({ known: 5, look, timeoutMs: long })).toBe(true);
});

it("ends when its time is over, when the client goes, and when the process is told to stop", async () => {
  const waits = new EventWaits({ ...never, max: 9, maxEach: 9 });
  const sleep = { known: 5, look: nothing, timeoutMs: long };
  expect(await waits.enter(one).sleep({ ...sleep, timeoutMs: 1 })).toBe(false);
  const gone = new AbortController();
  const abandoned = waits.enter(one).sleep({ ...sleep, signal: gone.signal });
  gone.abort();
  expect(await abandoned).toBe(false);
  expect(await waits.enter(one).sleep({ ...sleep, signal: gone.signal })).toBe(false);
  const stopped = waits.enter(one).sleep(sleep);
  beginShutdown();
  expect(await stopped).toBe(false);
  expect(await waits.enter(one).sleep(sleep)).toBe(false);
});
