import { once } from "node:events";
import { Agent, createServer, type IncomingHttpHeaders, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { beforeEach, expect, it, vi } from "vitest";
import { type Drain, drainOf } from "@/server/host/drain";

/** A server whose answers the test decides about, and an order to stop that the test waits for. */
interface Started {
  port: number;
  drain: Drain;
  /** Requests that wait for an answer to /slow. */
  slow: ServerResponse[];
}

beforeEach(() => {
  vi.stubEnv("MASTHEAD_MODE", "test");
  vi.stubEnv("DATABASE_URL", "postgres://nobody@localhost/nothing");
  vi.stubEnv("REDIS_URL", "memory:");
  vi.stubEnv("APP_URL", "http://localhost:3000");
  // Whether this process is leaving is kept for the process, not for a test.
  Reflect.deleteProperty(globalThis, Symbol.for("masthead.leaving"));
});

async function start(noticeMs: number): Promise<Started> {
  const slow: ServerResponse[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 });
  const drain = drainOf(server, noticeMs);
  server.on("request", (incoming, response) => {
    if (drain.turnsAway(incoming, response)) return;
    if (incoming.url === "/slow") slow.push(response);
    else response.end("served");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, drain, slow };
}

interface Asked {
  status: number;
  headers: IncomingHttpHeaders;
}

function ask(
  { port }: Started,
  { method = "GET", path = "/", headers = {}, agent = false }: Partial<AskOptions> = {},
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: "127.0.0.1", method, path, headers, agent });
    asking.on("error", reject).on("response", (response) => {
      response
        .resume()
        .on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asking.end();
  });
}

interface AskOptions {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** False: a connection of its own. */
  agent: Agent | false;
}

const retries = { "x-masthead-retries": "1" };

it("serves until it is told to stop, whatever the proxy says", async () => {
  const started = await start(0);
  expect((await ask(started, { headers: retries })).status).toBe(200);
  await started.drain.stop();
});

it("goes on serving during the notice, but turns away what a proxy may ask elsewhere", async () => {
  const started = await start(300);
  const stopped = started.drain.stop();
  expect((await ask(started)).status).toBe(200);
  expect((await ask(started, { method: "POST", headers: retries })).status).toBe(200);
  const turnedAway = await ask(started, { headers: retries });
  expect(turnedAway.status).toBe(502);
  expect(turnedAway.headers).toMatchObject({ "cache-control": "no-store", "x-frame-options": "DENY" });
  expect((await ask(started, { method: "HEAD", headers: retries })).status).toBe(502);
  await stopped;
});

it("takes no new connection after the notice, and ends those that it has after their next answer", async () => {
  const started = await start(1_000);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect((await ask(started, { agent })).headers.connection).toBe("keep-alive");
  const stopped = started.drain.stop();
  await vi.waitFor(() => expect(ask(started)).rejects.toThrow("ECONNREFUSED"), {
    timeout: 5_000,
    interval: 10,
  });
  const last = await ask(started, { agent, method: "POST" });
  expect(last).toMatchObject({ status: 200, headers: { connection: "close" } });
  await stopped;
});

it("waits for what is in flight, also on a connection that would be kept alive", async () => {
  const started = await start(0);
  const agent = new Agent({ keepAlive: true });
  const asking = ask(started, { path: "/slow", agent });
  await vi.waitFor(() => expect(started.slow).toHaveLength(1));
  let isOver = false;
  const stopped = started.drain.stop().then(() => {
    isOver = true;
  });
  await expect(ask(started)).rejects.toThrow("ECONNREFUSED");
  expect(isOver).toBe(false);
  started.slow[0]?.end("at last");
  expect((await asking).status).toBe(200);
  await stopped;
});

it("ends idle connections once the proxy has had the time to", async () => {
  const started = await start(100);
  const socket = connect({ port: started.port, host: "127.0.0.1" });
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "data");
  const ended = once(socket, "close");
  await started.drain.stop();
  await ended;
});
