import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { hostileAnswers, hostileHosts, hostileUrls } from "../fixtures/hostile-targets";
import { publicOnly, withLoopback } from "../support/outbound-policies";
import { start, startHttpReceiver, startSender } from "../support/receivers";

const request = (url: string) => ({ url, headers: {}, body: "{}", timeoutMs: 10_000 });
const hosts = Object.values(hostileHosts).flat();

/** On all addresses of this machine, so that it notices whatever gets here. */
const listenEverywhere = () =>
  start(
    createServer((_, response) => response.end("secret")),
    "0.0.0.0",
  );

describe("requests to hostile addresses", () => {
  it("connect to none of them", async () => {
    const listener = await listenEverywhere();
    const { port } = listener;
    const sender = startSender(publicOnly);
    const urls = [
      ...hosts.map((host) => `http://${host}:${port}/`),
      ...hostileUrls.map((url) => url.replaceAll("PORT", String(port))),
    ];
    expect(new Set(urls).size).toBeGreaterThan(300);
    const results = await Promise.all(urls.map((url) => sender.send(request(url))));
    expect(results.filter((result) => result.kind !== "failure" || result.reason !== "url")).toEqual([]);
    expect(listener.connections).toEqual([]);
  });

  it("connect to none when a name leads there, alone or among public addresses", async () => {
    const listener = await listenEverywhere();
    const answers = hostileAnswers.flatMap((address) => [
      [address],
      ["1.1.1.1", address],
      [address, "2606:4700::1111"],
    ]);
    const sender = startSender(publicOnly, async (hostname) => answers[Number.parseInt(hostname, 10)] ?? []);
    const results = await Promise.all(
      answers.map((_, index) => sender.send(request(`http://${index}.receiver.test:${listener.port}/`))),
    );
    expect(results.filter((result) => result.kind !== "failure" || result.reason !== "host")).toEqual([]);
    expect(listener.connections).toEqual([]);
  });

  it("tell nothing of what a name leads to", async () => {
    const sender = startSender(publicOnly, async (hostname) => {
      if (hostname === "private.test") return ["10.1.2.3"];
      throw Object.assign(new Error("queryA ENOTFOUND missing.test"), {
        code: "ENOTFOUND",
        syscall: "queryA",
      });
    });
    const there = await sender.send(request("http://private.test/"));
    const missing = await sender.send(request("http://missing.test/"));
    expect(there).toMatchObject({ reason: "host", internal: expect.stringContaining("10.1.2.3") });
    expect(missing).toMatchObject({ reason: "host", internal: expect.stringContaining("ENOTFOUND") });
    if (there.kind === "failure" && missing.kind === "failure") expect(there.message).toBe(missing.message);
    expect(there).not.toMatchObject({ message: expect.stringContaining("10.1.2.3") });
  });
});

describe("names that lead elsewhere a moment later", () => {
  it("are looked up once for each connection, which goes to the address that was checked", async () => {
    const listener = await listenEverywhere();
    const turns = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2"]];
    let asked = 0;
    const resolve = async () => turns[asked++ % turns.length] ?? [];
    for (const expected of ["answer", "failure", "answer", "failure"]) {
      // One for each request, so that none has a connection from before.
      const sender = startSender(withLoopback, resolve);
      expect(await sender.send(request(listener.url()))).toMatchObject({ kind: expected });
    }
    expect(asked).toBe(4);
    expect(listener.connections.map((socket) => socket.localAddress)).toEqual(["127.0.0.1", "127.0.0.1"]);
  });

  it("don't get a second connection by a redirect", async () => {
    const target = await startHttpReceiver((_, response) => response.end("secret"));
    for (const status of [300, 301, 302, 303, 304, 305, 307, 308]) {
      const receiver = await startHttpReceiver((_, response) => {
        response.writeHead(status, { location: target.url("/secret") }).end();
      });
      const result = await startSender().send(request(receiver.url()));
      expect(result).toMatchObject({ kind: "failure", reason: "redirect", status });
      expect(result).toMatchObject({ message: expect.stringContaining(target.url("/secret")) });
    }
    expect(target.connections).toEqual([]);
  });
});
