import { expect } from "vitest";
import * as events from "@/db/repositories/events";
import { readTenant } from "@/server/platform/database";
import type { TestTenant } from "../../support/factories";
import { Mirror } from "./mirror";
import { type Load, write } from "./writers";

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

/**
 * Mirrors an organisation through the feed while it is written to, and compares the copy with the list, and the events that
 * came with those that there are. It was shown to notice a feed that reads by id (`where id > cursor order by id`): then
 * events of transactions that were held open are missing, and the copy differs.
 */
export async function expectCopyIsKept(tenant: TestTenant, load: Load): Promise<number> {
  const { context } = tenant.admin;
  const mirror = new Mirror(tenant.secretKeys.admin);
  await mirror.begin();
  const before = new Set((await allEvents(tenant)).map(({ id }) => id));
  let isOver = false;
  const writing = write(context, load).finally(() => {
    isOver = true;
  });
  while (!isOver) await mirror.follow();
  await writing;
  while (await mirror.follow());
  const written = (await allEvents(tenant)).filter(({ id }) => !before.has(id)).map(({ id }) => id);
  expect(mirror.seen.length, "events that came twice").toBe(new Set(mirror.seen).size);
  expect([...mirror.seen].sort()).toEqual(written.sort());
  expect([...mirror.copy.values()].sort(byId)).toEqual((await mirror.list()).sort(byId));
  return mirror.seen.length;
}

async function allEvents({ admin: { context } }: TestTenant): Promise<events.EventRow[]> {
  return readTenant(context, (tx) => events.list(tx, context.tenantId, { limit: 1_000_000 }));
}
