import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll } from "vitest";
import { call } from "./api";

export interface HttpServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Of the next answers to a GET, after how many bytes their connection breaks; one entry each. */
  breaks: number[];
}

/** The program's routes behind a real socket, for what talks HTTP. Call it at the top of a test file, after startProgram. */
export function serveProgram(): HttpServer {
  let url = "";
  const breaks: number[] = [];
  const server = createServer((request, response) => {
    answer(request, response, breaks).catch(() => response.destroy());
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return {
    get url() {
      return url;
    },
    breaks,
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, breaks: number[]): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const body = await text(request);
  const given = await call(method, url, { headers, ...(body ? { body } : {}) });
  let left = method === "GET" ? (breaks.shift() ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  response.writeHead(given.status, Object.fromEntries(given.headers));
  const reader = given.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) break;
    await new Promise<void>((resolve) => response.write(value.subarray(0, left), () => resolve()));
    left -= value.length;
    if (left < 0) return void response.destroy();
  }
  response.end();
}
