import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { UnreadResponses } from "@/server/host/unread-responses";

const MiB = 1024 * 1024;

it("counts nothing for whoever went away before the answer was begun", async () => {
  const unread = new UnreadResponses({ max: 64 * MiB, maxEach: 24 * MiB, stalledMs: 2_000, yieldsMs: 500 });
  const gone: ServerResponse[] = [];
  const server = createServer((_request, response) => void response.once("close", () => gone.push(response)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  for (let count = 0; count < 20; count++) {
    const asked = request({ port, host: "127.0.0.1" }).on("error", () => undefined);
    asked.end();
    await once(server, "request");
    asked.destroy();
  }
  await expect.poll(() => gone.length).toBe(20);
  for (const response of gone) {
    unread.hold(response, "a", 4 * MiB);
    unread.watch(response, "a", 4 * MiB);
  }
  expect(unread.bytes).toBe(0);
  await sleep(1_200); // longer than readers are looked at
  expect([unread.bytes, unread.hasRoom("b", MiB)]).toEqual([0, true]);
  server.close();
});
