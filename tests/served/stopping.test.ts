import { expect, it } from "vitest";
import { startServed } from "../support/served";
import { openSockets } from "./sockets";

const served = startServed({ own: true });

it("ends of itself with hundreds of requests to upgrade open", { timeout: 60_000 }, async () => {
  const requests = ["/nope", "/dashboard", "/api/v1/articles"].map(
    (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  const sockets = await Promise.all(requests.map((bytes) => openSockets(served.url, 100, bytes)));
  expect((await fetch(`${served.url}/api/health`)).status).toBe(200);
  expect(await served.stop()).toBe(0);
  for (const socket of sockets.flat()) socket.destroy();
});
