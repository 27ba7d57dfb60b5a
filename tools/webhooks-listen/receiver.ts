import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { faultOf } from "./verify";

export interface Delivery {
  id: string;
  body: string;
  /** Undefined where it was verified. */
  fault: string | undefined;
}

export interface ReceiverOptions {
  port: number;
  status: number;
  slowMs: number;
  /** The secret is known only once the endpoint was made. */
  secret(): string;
  onDelivery(delivery: Delivery): void;
}

/** Listens on this machine alone; resolves to the server and the address that it has. */
export async function startReceiver(options: ReceiverOptions): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    options.onDelivery(await read(request, options.secret()));
    await sleep(options.slowMs);
    response.writeHead(options.status).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function read(request: IncomingMessage, secret: string): Promise<Delivery> {
  const body = await text(request);
  return { id: String(request.headers["webhook-id"]), body, fault: faultOf(request.headers, body, secret) };
}
