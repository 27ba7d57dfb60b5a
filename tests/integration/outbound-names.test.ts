import { describe, expect, it } from "vitest";
import { createHostResolver } from "@/server/webhooks/resolve-host";
import { type NameRecords, startNameServer } from "../support/name-server";
import { withLoopback } from "../support/outbound-policies";
import { startHttpReceiver, startSender } from "../support/receivers";

const records: Record<string, NameRecords> = {
  "both.test": ["2606:4700::1111", "1.1.1.1", "1.0.0.1"],
  "four.test": ["1.1.1.1"],
  "six.test": ["2606:4700::1111"],
  "empty.test": [],
  "silent.test": "silence",
  "mixed.test": ["127.0.0.1", "10.0.0.1"],
  "mixed-six.test": ["127.0.0.1", "fd00::1"],
  "receiver.test": ["127.0.0.1"],
};
const recordsOf = (name: string) => records[name] ?? "no such name";
const request = (url: string) => ({ url, headers: {}, body: "{}", timeoutMs: 20_000 });

describe("names of receivers", () => {
  it("have the addresses that the name server tells", async () => {
    const resolve = createHostResolver([await startNameServer(recordsOf)]);
    expect(await resolve("both.test")).toEqual(["1.1.1.1", "1.0.0.1", "2606:4700::1111"]);
    expect(await resolve("four.test")).toEqual(["1.1.1.1"]);
    expect(await resolve("six.test")).toEqual(["2606:4700::1111"]);
    await expect(resolve("empty.test")).rejects.toMatchObject({ code: "ENODATA" });
    await expect(resolve("missing.test")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });

  it("are not waited for without end", async () => {
    const resolve = createHostResolver([await startNameServer(recordsOf)]);
    await expect(resolve("silent.test")).rejects.toMatchObject({ code: "ETIMEOUT" });
  });

  it("lead to a receiver, or to nothing that is told apart", async () => {
    const receiver = await startHttpReceiver((_, response) => response.end("here"));
    const sender = startSender(withLoopback, createHostResolver([await startNameServer(recordsOf)]));
    expect(await sender.send(request(receiver.url()))).toMatchObject({ kind: "answer", body: "here" });
    for (const name of ["mixed.test", "mixed-six.test", "missing.test", "empty.test", "a..b.test"]) {
      const result = await sender.send(request(receiver.url().replace("receiver.test", name)));
      expect(result).toMatchObject({ reason: "host", message: "The host has no address that is public." });
    }
    expect(receiver.connections).toHaveLength(1);
  });

  it("that change between two look-ups don't get a connection to the second address", async () => {
    const receiver = await startHttpReceiver((_, response) => response.end("here"));
    const turns = ["127.0.0.1", "10.0.0.1"];
    let asked = 0;
    const server = await startNameServer(() => [turns[Math.floor(asked++ / 2) % turns.length] ?? ""]);
    for (const expected of ["answer", "failure", "answer", "failure"]) {
      const sender = startSender(withLoopback, createHostResolver([server]));
      expect(await sender.send(request(receiver.url()))).toMatchObject({ kind: expected });
    }
    expect(receiver.connections).toHaveLength(2);
  });
});
