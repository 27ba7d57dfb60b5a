import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../../src/bin/support/paths";
import { start, startSender, startTcpReceiver } from "../support/receivers";

// Self-signed for receiver.test, made for these tests.
const folder = path.join(root, "tests/fixtures/tls");
const [key, cert] = ["key.pem", "certificate.pem"].map((file) => readFileSync(path.join(folder, file)));

async function startTlsReceiver() {
  let answered = 0;
  const server = createServer({ key, cert }, (_, response) => {
    answered += 1;
    response.end("hello");
  });
  server.on("tlsClientError", () => {});
  const receiver = await start(server);
  const url = (name: string) => `https://${name}:${receiver.port}/`;
  return { ...receiver, url, answered: () => answered };
}

/** What a process of its own gets from these URLs under this environment. */
async function sendFromProcess(urls: string[], environment: Record<string, string>): Promise<unknown> {
  const script = path.join(root, "tests/support/send-outbound.ts");
  const env = { ...process.env, NODE_NO_WARNINGS: "1", ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, ...urls], {
    cwd: root,
    env,
  });
  return JSON.parse(stdout);
}

describe("requests by https", () => {
  it("are not sent to a receiver whose certificate nobody vouches for", async () => {
    const receiver = await startTlsReceiver();
    const result = await startSender().send({ url: receiver.url("receiver.test"), headers: {}, body: "{}" });
    expect(result).toMatchObject({
      kind: "failure",
      reason: "tls",
      message: "The receiver's certificate is self-signed.",
    });
    expect(receiver.answered()).toBe(0);
  });

  it("are not sent to what doesn't speak TLS", async () => {
    const receiver = await startTcpReceiver((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const url = receiver.url().replace("http:", "https:");
    const result = await startSender().send({ url, headers: {}, body: "{}" });
    expect(result).toMatchObject({ kind: "failure", reason: "tls" });
  });

  it("are sent where an authority of the operator's vouches for this name, past any proxy", async () => {
    const receiver = await startTlsReceiver();
    const proxy = await startTcpReceiver((socket) => socket.end());
    const address = `http://127.0.0.1:${proxy.port}`;
    const names = ["receiver.test", "other.test", "127.0.0.1"];
    const environment = {
      NODE_EXTRA_CA_CERTS: path.join(folder, "certificate.pem"),
      NODE_USE_ENV_PROXY: "1",
      HTTP_PROXY: address,
      HTTPS_PROXY: address,
      ALL_PROXY: address,
    };
    const otherName = {
      kind: "failure",
      reason: "tls",
      message: "The receiver's certificate is for another name.",
    };
    expect(await sendFromProcess(names.map(receiver.url), environment)).toMatchObject([
      { kind: "answer", status: 200, body: "hello" },
      otherName,
      otherName,
    ]);
    expect(receiver.answered()).toBe(1);
    expect(proxy.connections).toEqual([]);
  });

  it("are verified although the environment says not to", async () => {
    const receiver = await startTlsReceiver();
    const results = await sendFromProcess([receiver.url("receiver.test")], {
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    });
    expect(results).toMatchObject([{ kind: "failure", reason: "tls" }]);
    expect(receiver.answered()).toBe(0);
  });
});
