import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { publishArticle } from "@/server/articles/status";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";
import { openSockets } from "./sockets";

/** Readers that take nothing, against the heap that the server has in production. */
const served = startServed({ own: true });
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
  for (let index = 0; index < 4; index++) {
    const content = `Number ${index}. ${"Some words. ".repeat(60_000)}`;
    const { id } = await createArticle(tenant.admin, { title: `Large ${index}`, content });
    await publishArticle(tenant.admin.context, id);
  }
});

const request = (path: string, key: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`;

async function listed(): Promise<number> {
  const answer = await fetch(`${served.url}/api/v1/articles?limit=1&fields=id`, {
    headers: { Authorization: `Bearer ${tenant.secretKeys.admin}` },
  });
  await answer.text();
  return answer.status;
}

const kinds: [string, string][] = [
  ["lists", "/api/v1/articles?limit=100"],
  ["exports", "/api/v1/export/articles"],
];

it.each(kinds)("unread %s leave the server to others", { timeout: 90_000 }, async (_kind, path) => {
  const sockets = await openSockets(served.url, 200, request(path, tenant.secretKeys.admin));
  // What nobody takes gives way after a few seconds.
  await expect.poll(listed, { timeout: 60_000, interval: 500 }).toBe(200);
  await sleep(4_000);
  expect(await listed()).toBe(200);
  expect((await fetch(`${served.url}/api/health`)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});

it("unread failures leave the server to others", { timeout: 90_000 }, async () => {
  const rename = (from: string, to: string) =>
    asAdmin(served.database, (sql) => sql`alter table ${sql(from)} rename to ${sql(to)}`);
  await rename("articles", "articles_gone");
  const failing = request("/api/v1/articles?limit=1", tenant.secretKeys.admin);
  const sockets = await openSockets(served.url, 100, failing.repeat(100));
  await expect.poll(listed, { timeout: 60_000, interval: 500 }).toBeGreaterThanOrEqual(500);
  await rename("articles_gone", "articles");
  await expect.poll(listed, { timeout: 60_000, interval: 500 }).toBe(200);
  // What failed is still being told of; the check has a second for the database.
  await expect.poll(async () => (await fetch(`${served.url}/api/health`)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});
