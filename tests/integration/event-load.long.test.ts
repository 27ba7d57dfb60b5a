import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { followEvents } from "@/server/events/feed";
import { recordEvent } from "@/server/events/record";
import { withTenant } from "@/server/platform/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { wideLimits } from "../support/wide-limits";

startProgram({ ...wideLimits, DATABASE_POOL_MAX: "40" });

/** `FEED_EVENTS=1000000 npm test -- event-load` for the whole. */
const count = Number(process.env.FEED_EVENTS ?? 20_000);
const writers = 16;
/** Events of a transaction. */
const each = 10;
/** One transaction of so many stays open, for so many milliseconds at most. */
const heldOneOf = 1_000;
const heldMaxMs = 10_000;

/** When each event was committed and seen, by `performance.now`, and how often it was seen. */
const committedAt = new Float64Array(count);
const seenAt = new Float64Array(count);
const seen = new Uint8Array(count);

it("the feed skips none of many events and repeats none, under 16 writers and transactions of up to 10 s", async () => {
  const tenant = await createTenant();
  const start = await next(tenant, "latest");
  const before = performance.now();
  let isOver = false;
  const writing = write(tenant).finally(() => {
    isOver = true;
  });
  let cursor = start.nextCursor;
  for (let isDone = false; !isDone; ) {
    const wasOver = isOver;
    const page = await next(tenant, cursor);
    for (const { data } of page.items) note(Number(data.title));
    cursor = page.nextCursor;
    isDone = wasOver && page.items.length === 0 && !page.hasMore;
  }
  await writing;
  const seconds = (performance.now() - before) / 1_000;
  const delays = seenAt.map((at, index) => Math.max(0, at - (committedAt[index] ?? 0))).sort();
  const part = (share: number) => Math.round(delays[Math.floor(count * share)] ?? 0);
  report(
    `feed: ${count} events in ${seconds.toFixed(0)} s, ${Math.round(count / seconds)} a second; from commit to seen ` +
      `p50 ${part(0.5)} ms, p95 ${part(0.95)} ms, p99 ${part(0.99)} ms, longest ${part(0.999999)} ms`,
  );
  expect({
    skipped: seen.filter((times) => times === 0).length,
    repeated: seen.filter((times) => times > 1).length,
  }).toEqual({
    skipped: 0,
    repeated: 0,
  });
}, 3_600_000);

function note(index: number): void {
  seen[index] = (seen[index] ?? 0) + 1;
  seenAt[index] = performance.now();
}

async function next({ admin: { context } }: TestTenant, after: string) {
  const waiting = { signal: undefined, renew: async () => context };
  return followEvents(context, { after, limit: 500, wait: after === "latest" ? 0 : 1 }, waiting);
}

async function write({ admin: { context, userId } }: TestTenant): Promise<void> {
  let written = 0;
  const writer = async () => {
    while (written < count) {
      const from = written;
      written = Math.min(count, written + each);
      const to = written;
      await withTenant(context, async (tx) => {
        for (let index = from; index < to; index++)
          recordEvent(tx, context, "article.liked", userId, { title: String(index) });
        if ((from / each) % heldOneOf === heldOneOf / 2) await sleep(Math.random() * heldMaxMs);
      });
      committedAt.fill(performance.now(), from, to);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}
