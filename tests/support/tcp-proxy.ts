import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A proxy in front of a TCP server, which can go silent: connections stay, and nothing gets through any more. */
export async function startTcpProxy(target: URL) {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => void (isSilent || to.write(chunk)));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        if (!isSilent) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    setSilent: (silent: boolean) => {
      isSilent = silent;
    },
    /** Ends all connections, as a proxy does that is restarted. */
    drop: () => {
      for (const socket of sockets) socket.destroy();
    },
    connections: () => sockets.size / 2,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
