import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startNode } from "../../src/bin/support/processes";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-in-flight-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A server that notes its requests, answers `/quick`, leaves `/slow` without an answer and never comes back from `/stuck`. */
const source = `
  const { createServer } = await import("node:http");
  const { inFlightRecord } = await import(${JSON.stringify(path.resolve("src/server/host/in-flight.ts"))});
  const record = inFlightRecord(process.env.MASTHEAD_IN_FLIGHT_FILE);
  const server = createServer((request, response) => {
    record.note(request, response, request.headers["x-request-id"]);
    if (request.url.startsWith("/quick")) response.end();
    if (request.url.startsWith("/stuck")) for (const end = Date.now() + 1_500; Date.now() < end; );
    if (request.url.startsWith("/stuck")) for (const kept = []; ; ) if (request.url.endsWith("m")) kept.push({ of: [kept.length] });
  });
  server.listen(0, "127.0.0.1", () => console.log("port " + server.address().port));`;

async function serve(name: string) {
  const [script, file] = [path.join(directory, `${name}.mjs`), path.join(directory, `${name}.jsonl`)];
  writeFileSync(script, source);
  let output = "";
  const managed = startNode(["--max-old-space-size=64", "--import", "tsx", script], {
    env: { ...process.env, MASTHEAD_IN_FLIGHT_FILE: file },
    output: (text) => {
      output += text;
    },
  });
  await until(() => output.includes("port "));
  const url = `http://127.0.0.1:${/port (\d+)/.exec(output)?.[1]}`;
  const ask = (target: string, requestId: string, signal: AbortSignal | null = null) =>
    fetch(url + target, { headers: { "x-request-id": requestId }, signal }).catch(() => undefined);
  const noted = (): Record<string, string>[] =>
    existsSync(file)
      ? readFileSync(file, "utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [];
  return { managed, ask, noted };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 15_000) throw new Error("waited in vain");
    await sleep(20);
  }
}

test("requests at work are noted, without their queries, until they end", async () => {
  const { managed, ask, noted } = await serve("slow");
  const leaving = new AbortController();
  await ask("/quick", "quick-one");
  void ask("/slow/page?key=secret", "slow-one", leaving.signal);
  await until(() => noted().length === 1);
  expect(noted()).toEqual([
    { requestId: "slow-one", method: "GET", path: "/slow/page", startedAt: expect.stringMatching(/^20.*Z$/) },
  ]);
  leaving.abort();
  await until(() => noted().length === 0);
  await managed.stop(1_000);
});

test.each([
  ["stuck", "/stuck", "SIGKILL"],
  ["aborted", "/stuck", "SIGABRT"],
  ["out-of-memory", "/stuck/m", undefined],
] as const)("whatever the process dies of, its request stands there: %s", async (name, target, signal) => {
  const { managed, ask, noted } = await serve(name);
  void ask(target, "guilty-one");
  if (signal) {
    await until(() => noted().length === 1);
    process.kill(managed.pid, signal);
  }
  expect(await managed.exited).toBe(signal === "SIGKILL" ? 137 : 134);
  expect(noted()).toMatchObject([{ requestId: "guilty-one", path: target }]);
});
