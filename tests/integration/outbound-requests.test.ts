import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { allClosed, startHttpReceiver, startSender, startTcpReceiver } from "../support/receivers";

const request = (url: string, timeoutMs = 20_000) => ({
  url,
  headers: { "content-type": "application/json", "webhook-id": "1" },
  body: '{"type":"article.published"}',
  timeoutMs,
});
/** Short, where it is meant to pass; whatever else happens takes less than what is waited for. */
const short = (url: string) => request(url, 400);

describe("a request to a receiver", () => {
  it("is a POST of these bytes, under our name", async () => {
    const seen: unknown[] = [];
    const receiver = await startHttpReceiver(async (incoming, response) => {
      seen.push(incoming.method, incoming.url, incoming.headers, await text(incoming));
      response.writeHead(202, { "set-cookie": "a=b" }).end("thanks");
    });
    const sender = startSender();
    const body = Buffer.from("bytes: \u00e4");
    const result = await sender.send({ ...request(receiver.url("/hooks?a=b#c")), body });
    expect(result).toEqual({ kind: "answer", status: 202, body: "thanks", durationMs: expect.any(Number) });
    await sender.send(request(receiver.url()));
    const headers = {
      host: `receiver.test:${receiver.port}`,
      connection: "keep-alive",
      "content-type": "application/json",
      "webhook-id": "1",
      "user-agent": "Masthead-Webhooks/1.0",
      "accept-encoding": "identity",
      "content-length": String(body.length),
    };
    expect(seen.slice(0, 4)).toEqual(["POST", "/hooks?a=b", headers, "bytes: \u00e4"]);
    expect(seen[6]).not.toHaveProperty("cookie");
  });

  it("uses a connection again", async () => {
    const receiver = await startHttpReceiver((_, response) => response.end());
    const sender = startSender();
    let sent = 0;
    // On a machine that stands still for a second, the connection has ended in between.
    await vi.waitUntil(async () => {
      await sender.send(request(receiver.url()));
      sent += 1;
      return receiver.connections.length < sent;
    });
  });

  it("shares a hundred connections to one receiver with all others", async () => {
    const waiting: (() => void)[] = [];
    const receiver = await startHttpReceiver((_, response) => waiting.push(() => response.end()));
    const sender = startSender();
    const results = Promise.all(Array.from({ length: 130 }, () => sender.send(request(receiver.url()))));
    await vi.waitUntil(() => waiting.length === 100, 20_000);
    expect(receiver.connections).toHaveLength(100);
    const answering = setInterval(
      () =>
        waiting.splice(0).forEach((answer) => {
          answer();
        }),
      10,
    );
    expect((await results).every((result) => result.kind === "answer")).toBe(true);
    clearInterval(answering);
  });

  it.each([200, 204, 400, 404, 410, 429, 500, 503])("tells of status %i", async (status) => {
    const receiver = await startHttpReceiver((_, response) => response.writeHead(status).end());
    expect(await startSender().send(request(receiver.url()))).toMatchObject({ kind: "answer", status });
  });

  it.each([
    ["120", 120],
    ["0", 0],
    ["99999999999999999999", 604_800],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
    ["Fri, 31 Dec 2100 23:59:59 GMT", 604_800],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["2100-12-31", undefined],
  ])("reads Retry-After: %s", async (value, expected) => {
    const receiver = await startHttpReceiver((_, response) => {
      response.writeHead(429, { "retry-after": value }).end();
    });
    const result = await startSender().send(request(receiver.url()));
    expect(result.kind === "answer" ? result.retryAfterSeconds : "failed").toBe(expected);
  });

  it("reads a Retry-After in an hour as seconds", async () => {
    const receiver = await startHttpReceiver((_, response) => {
      response.writeHead(503, { "retry-after": new Date(Date.now() + 3_600_000).toUTCString() }).end();
    });
    const result = await startSender().send(request(receiver.url()));
    const seconds = result.kind === "answer" ? (result.retryAfterSeconds ?? 0) : 0;
    expect(seconds).toBeGreaterThan(3_000);
    expect(seconds).toBeLessThanOrEqual(3_600);
  });
});

describe("an answer", () => {
  it("has no more than its first 4,096 bytes, in whole characters", async () => {
    const receiver = await startHttpReceiver((_, response) => response.end(`a${"\u00e9".repeat(3_000)}`));
    const result = await startSender().send(request(receiver.url()));
    expect(result).toMatchObject({ status: 200, body: `a${"\u00e9".repeat(2_047)}` });
  });

  it("that never ends costs one connection and what was under way", async () => {
    const receiver = await startHttpReceiver((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
        response.once("drain", write);
      };
      write();
    });
    const result = await startSender().send(request(receiver.url()));
    expect(result).toMatchObject({ kind: "answer", status: 200, body: "x".repeat(4_096) });
    await allClosed(receiver);
    const [socket] = receiver.connections;
    expect(socket?.bytesWritten).toBeLessThan(64 * 1024 * 1024);
  });

  it("is not decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const receiver = await startHttpReceiver((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    expect(await startSender().send(request(receiver.url()))).toMatchObject({ status: 200, body: "" });
  });

  it("has no characters that steer a terminal, end a line of the log or turn the text", async () => {
    const receiver = await startHttpReceiver((_, response) => {
      response.end(Buffer.from("a\u001b[31m\0b\r\nc\u009bd\u202ee\u2028\tf\u007f\xff", "utf8"));
    });
    const result = await startSender().send(request(receiver.url()));
    expect(result).toMatchObject({ body: "a\ufffd[31m\ufffdb\nc\ufffdd\ufffde\ufffd\tf\ufffd\u00ff" });
    const binary = await startHttpReceiver((_, response) =>
      response.end(Buffer.from([0x61, 0xff, 0xfe, 0x62])),
    );
    expect(await startSender().send(request(binary.url()))).toMatchObject({ body: "a\ufffd\ufffdb" });
  });
});

describe("a receiver that", () => {
  it("never answers is left when the time is over", async () => {
    const receiver = await startTcpReceiver(() => {});
    const result = await startSender().send(short(receiver.url()));
    expect(result).toMatchObject({ kind: "failure", reason: "timeout" });
    expect(result).toMatchObject({ message: "There was no complete answer within 0.4 seconds." });
    await allClosed(receiver);
  });

  it.each([
    ["its headers", "HTTP/1.1 200 OK\r\nX: ", "x"],
    ["its body", "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n", "x"],
    ["its chunks", "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"],
    ["early hints", "", "HTTP/1.1 103 Early Hints\r\n\r\n"],
  ])("sends %s bit by bit is left when the time is over", async (_, head, bit) => {
    const receiver = await startTcpReceiver((socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write(bit), 20);
      socket.once("close", () => clearInterval(timer));
    });
    const result = await startSender().send(short(receiver.url()));
    expect(result).toMatchObject({ kind: "failure", reason: "timeout" });
    await allClosed(receiver);
  });

  it.each([
    ["is no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "answer"],
    ["has headers without end", `HTTP/1.1 200 OK\r\n${`X: ${"x".repeat(1_000)}\r\n`.repeat(40)}`, "answer"],
    [
      "changes the protocol",
      "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
      "connection",
    ],
    ["breaks off", "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\nhalf", "connection"],
    ["says nothing", "", "connection"],
  ])("answers with what %s has failed", async (_, answer, reason) => {
    const receiver = await startTcpReceiver((socket) => socket.once("data", () => socket.end(answer)));
    expect(await startSender().send(request(receiver.url()))).toMatchObject({ kind: "failure", reason });
  });

  it("resets the connection has failed", async () => {
    const receiver = await startTcpReceiver((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const result = await startSender().send(request(receiver.url()));
    expect(result).not.toHaveProperty("status");
    expect(result).toMatchObject({
      reason: "connection",
      message: expect.stringContaining("closed the connection"),
    });
  });

  it("isn't there has failed", async () => {
    const result = await startSender().send(request("http://receiver.test:1/"));
    expect(result).toMatchObject({ reason: "connection", message: "The receiver refused the connection." });
  });
});

describe("a request that is broken off", () => {
  it("ends at once, whether it has begun or not", async () => {
    const receiver = await startTcpReceiver(() => {});
    const sender = startSender();
    const controller = new AbortController();
    const pending = sender.send({ ...request(receiver.url()), signal: controller.signal });
    await vi.waitUntil(() => receiver.connections.length === 1, 20_000);
    controller.abort();
    expect(await pending).toMatchObject({ kind: "failure", reason: "aborted" });
    const again = await sender.send({ ...request(receiver.url()), signal: controller.signal });
    expect(again).toMatchObject({ kind: "failure", reason: "aborted" });
  });

  it("ends although names are not answered", async () => {
    const sender = startSender(undefined, () => new Promise(() => {}));
    expect(await sender.send(short("http://receiver.test/"))).toMatchObject({ reason: "timeout" });
  });

  it("ends when the sender is closed", async () => {
    const receiver = await startTcpReceiver(() => {});
    const sender = startSender();
    const pending = sender.send(request(receiver.url()));
    await vi.waitUntil(() => receiver.connections.length === 1, 20_000);
    await sender.close();
    expect(await pending).toMatchObject({ kind: "failure" });
  });
});
