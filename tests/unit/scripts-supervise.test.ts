import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { reportDeath } from "../../src/bin/support/death-report";
import { inFlightFile } from "../../src/bin/support/in-flight-file";
import { startNode } from "../../src/bin/support/processes";
import { type Death, supervise } from "../../src/bin/support/supervise";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-supervise-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Supervises a process that does `first` when it is started for the first time, and stays the second time. */
function keep(name: string, first: string, waits: { firstWaitMs?: number; healthyMs?: number } = {}) {
  const count = path.join(directory, `${name}.count`);
  const file = path.join(directory, `${name}.mjs`);
  writeFileSync(count, "");
  const source = `import { appendFileSync, readFileSync } from "node:fs";
    appendFileSync(${JSON.stringify(count)}, "x");
    const starts = readFileSync(${JSON.stringify(count)}, "utf8").length;
    setInterval(() => {}, 1000);
    ${first}`;
  writeFileSync(file, source);
  const deaths: Death[] = [];
  const kept = supervise(() => startNode([file], { env: process.env }), {
    firstWaitMs: 1,
    ...waits,
    onDeath: (death) => deaths.push(death),
  });
  return { kept, deaths, starts: () => readFileSync(count, "utf8").length };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 10_000) throw new Error("waited in vain");
    await sleep(20);
  }
}

test.each([
  ["killed", 'if (starts === 1) process.kill(process.pid, "SIGKILL");', 137, "SIGKILL"],
  ["aborted", "if (starts === 1) process.abort();", 134, "SIGABRT"],
  ["134", "if (starts === 1) process.exit(134);", 134, "SIGABRT"],
  ["thrown", "if (starts === 1) { process.exitCode = 3; process.exit(); }", 3, undefined],
])("a server that dies is started again: %s", async (name, first, exitCode, signal) => {
  const { kept, deaths, starts } = keep(name, first);
  await until(() => starts() === 2);
  expect(deaths).toEqual([{ exitCode, signal, restartInMs: 1 }]);
  await kept.stop();
  await kept.exited;
  expect(starts()).toBe(2);
});

test.each([
  ["refuses", "process.exit(78);", 78],
  ["done", "process.exit(0);", 0],
  ["told", 'process.kill(process.pid, "SIGTERM");', 143],
])("one that ends as it means to is not: %s", async (name, first, exitCode) => {
  const { kept, deaths, starts } = keep(name, first);
  expect(await kept.exited).toBe(exitCode);
  expect([deaths, starts()]).toEqual([[], 1]);
});

test("the waits double, and begin anew after a server that was well", async () => {
  const failing = keep("failing", "if (starts < 5) process.exit(1);");
  await until(() => failing.starts() === 5);
  await failing.kept.stop();
  expect(failing.deaths.map(({ restartInMs }) => restartInMs)).toEqual([1, 2, 4, 8]);
  const well = keep("well", "if (starts < 4) process.exit(1);", { healthyMs: 0 });
  await until(() => well.starts() === 4);
  await well.kept.stop();
  expect(well.deaths.map(({ restartInMs }) => restartInMs)).toEqual([1, 1, 1]);
});

test("a stop while it waits ends at once", async () => {
  const { kept, deaths, starts } = keep("waiting", "process.exit(1);", { firstWaitMs: 10_000_000 });
  await until(() => deaths.length === 1);
  expect(deaths[0]?.restartInMs).toBe(30_000);
  expect(await kept.stop()).toBe(true);
  await kept.exited;
  expect(starts()).toBe(1);
});

test("the server's own record of requests is read once, without a line that was cut", () => {
  const notes = inFlightFile();
  const file = notes.environment.MASTHEAD_IN_FLIGHT_FILE ?? "";
  expect(notes.take()).toEqual([]);
  const request = {
    requestId: "r-1234567",
    method: "GET",
    path: "/p/a/b",
    startedAt: "2026-01-02T03:04:05.678Z",
  };
  writeFileSync(file, `${JSON.stringify(request)}\n${JSON.stringify(request).slice(0, 30)}`);
  expect(notes.take()).toEqual([request]);
  expect(notes.take()).toEqual([]);
  notes.remove();
});

test("a death is told with its signal and its requests: as JSON in production", () => {
  const said = vi.spyOn(console, "error").mockReturnValue();
  const request = {
    requestId: "r-1234567",
    method: "GET",
    path: "/p/a/b",
    startedAt: "2026-01-02T03:04:05.678Z",
  };
  const death = { exitCode: 134, signal: "SIGABRT", restartInMs: 200 };
  reportDeath(death, [request], true);
  expect(JSON.parse(String(said.mock.calls[0]?.[0]))).toMatchObject({
    level: "error",
    ...death,
    requests: [request],
  });
  said.mockClear();
  reportDeath(
    death,
    Array.from({ length: 25 }, () => request),
    false,
  );
  const text = said.mock.calls.flat().join("\n");
  expect(text).toMatch(/died of SIGABRT \(134\); starting it again in 0\.2 s/);
  expect(text).toMatch(/it was at GET \/p\/a\/b, request r-1234567/);
  expect(text).toMatch(/and at 5 more/);
});
