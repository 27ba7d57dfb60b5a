import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach } from "vitest";

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = { status: number; headers?: Record<string, string>; body?: string };

/** A real receiver of webhooks. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** What it answers from now on. */
  answer: (request: ReceivedWebhook) => Answer = () => ({ status: 204 });
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const received = {
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(parts).toString("utf8"),
      };
      this.received.push(received);
      const { status, headers = {}, body = "" } = this.answer(received);
      response.writeHead(status, headers).end(body);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks`;
  }

  /** Those of one path, in the order of their arrival. */
  of(path: string): ReceivedWebhook[] {
    return this.received.filter((request) => request.path === path);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A receiver for a test file, which answers 204 at the beginning of each test. */
export function startReceiver(): WebhookReceiver {
  const receiver = new WebhookReceiver();
  beforeAll(() => receiver.start());
  beforeEach(() => {
    receiver.answer = () => ({ status: 204 });
  });
  afterAll(() => receiver.stop());
  return receiver;
}

/** What `look` gives as soon as it gives something; fails after half a minute. */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const end = Date.now() + 25_000; ; ) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error("it did not happen in time");
    await sleep(50);
  }
}
