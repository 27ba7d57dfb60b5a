import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { onTestFinished, vi } from "vitest";
import type { ResolveHost } from "@/server/webhooks/resolve-host";
import { createRequestSender, type RequestSender } from "@/server/webhooks/send-request";
import { withLoopback } from "./outbound-policies";

/** A server of the test's own that takes webhooks, or doesn't; it ends with the test. */
export interface Receiver {
  port: number;
  /** Of names that resolve to it, and with its port. */
  url(path?: string): string;
  /** Every connection that was made to it. */
  connections: Socket[];
}

export function startHttpReceiver(listener: RequestListener): Promise<Receiver> {
  return start(createServer(listener));
}

/** One that writes what it likes. */
export function startTcpReceiver(onConnection: (socket: Socket) => void): Promise<Receiver> {
  return start(createTcpServer((socket) => onConnection(socket.resume())));
}

/** When the other side has left all connections. */
export async function allClosed({ connections }: Receiver): Promise<void> {
  await vi.waitUntil(() => connections.every((socket) => socket.closed), 20_000);
}

/** On `host`, else on this machine alone. */
export async function start(server: Server, host = "127.0.0.1"): Promise<Receiver> {
  const connections: Socket[] = [];
  server.on("connection", (socket) => {
    connections.push(socket);
    socket.on("error", () => {});
  });
  server.listen(0, host);
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, connections, url: (path = "/") => `http://receiver.test:${port}${path}` };
}

/** A sender for which every name leads to this machine, unless said otherwise; it ends with the test. */
export function startSender(
  policy = withLoopback,
  resolve: ResolveHost = async () => ["127.0.0.1"],
): RequestSender {
  const sender = createRequestSender({ policy, resolve });
  onTestFinished(() => sender.close());
  return sender;
}
