import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { apiRoutes } from "@/app/api/routes";
import { eventWaits } from "@/server/events/waits";
import { apiListener } from "@/server/host/api-host";
import { loadRoutes } from "@/server/host/api-router";
import { beginShutdown } from "@/server/platform/shutdown-state";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** Waiting over the API's own host, which knows when a client goes. */
startProgram();
let tenant: TestTenant;
let url: string;
const server = createServer();

beforeAll(async () => {
  server.on("request", apiListener(await loadRoutes(apiRoutes)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/events`;
  tenant = await createTenant();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const ask = (query: string, signal?: AbortSignal) => {
  const headers = { authorization: `Bearer ${tenant.secretKeys.admin}` };
  return fetch(`${url}?${query}`, { headers, ...(signal ? { signal } : {}) });
};

/** Requests of the organisation that wait, by how many more may. */
function waitingCount(): number {
  const places: { leave(): void }[] = [];
  try {
    for (;;) places.push(eventWaits().enter(tenant.admin.context.tenantId));
  } catch {
    return 20 - places.length;
  } finally {
    for (const place of places) place.leave();
  }
}

async function untilWaiting(count: number): Promise<void> {
  while (waitingCount() !== count) await new Promise((resolve) => setTimeout(resolve, 10));
}

it("ends when the client goes", async () => {
  const gone = new AbortController();
  const asked = ask("after=latest&wait=25", gone.signal).catch((error: Error) => error.name);
  await untilWaiting(1);
  gone.abort();
  expect(await asked).toBe("AbortError");
  await untilWaiting(0);
});

it("ends with an answer when the process is told to stop, and nothing waits from then on", async () => {
  const { meta } = await (await ask("after=latest")).json();
  const asked = ask(`after=${meta.nextCursor}&wait=25`);
  await untilWaiting(1);
  beginShutdown();
  for (const answer of [await asked, await ask(`after=${meta.nextCursor}&wait=25`)]) {
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      data: [],
      meta: { nextCursor: meta.nextCursor, hasMore: false },
    });
  }
});
