import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { atShutdown } from "../../src/bin/support/shutdown";

/**
 * A server that listens on `localhost` gets one of the machine's two loopback addresses, and a client may take either. This
 * listens on the other one and hands connections on. A machine that has no other one does without.
 */
export async function alsoOnOtherLoopback(port: number): Promise<void> {
  const { address: taken } = await lookup("localhost");
  const other = taken === "::1" ? "127.0.0.1" : "::1";
  const clients = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    clients.add(client);
    const target = connect({ host: taken, port, allowHalfOpen: true });
    // Where one of the two fails, both are destroyed, and the client sees it as with the server itself.
    pipeline(client, target, client, () => clients.delete(client));
  });
  try {
    server.listen({ host: other, port });
    await once(server, "listening");
  } catch {
    return;
  }
  atShutdown("the other loopback address", async () => {
    server.close();
    for (const client of clients) client.destroy();
  });
}
