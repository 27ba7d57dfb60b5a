import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAlive, startNode } from "../../src/bin/support/processes";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-processes-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function script(name: string, source: string): string {
  const file = path.join(directory, `${name}.mjs`);
  writeFileSync(file, source);
  return file;
}

/** Starts a script and collects what it prints. */
function start(name: string, source: string) {
  let output = "";
  const managed = startNode([script(name, source)], {
    env: process.env,
    output: (text) => {
      output += text;
    },
  });
  return { ...managed, output: () => output, said: (text: string) => until(() => output.includes(text)) };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 10_000) throw new Error("waited in vain");
    await sleep(20);
  }
}

test("its exit code and all of its output arrive", async () => {
  const child = start("code", 'console.log("out"); console.error("err"); process.exitCode = 7;');
  expect(await child.exited).toBe(7);
  expect(child.output()).toContain("out");
  expect(child.output()).toContain("err");
});

test("is asked to end, and its children end with it", async () => {
  const child = start(
    "family",
    `import { spawn } from "node:child_process";
     const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
     process.on("SIGTERM", () => process.exit(0));
     console.log("child " + other.pid);
     setInterval(() => {}, 1000);`,
  );
  await child.said("child ");
  const grandchild = Number(/child (\d+)/.exec(child.output())?.[1]);
  expect(await child.stop(5_000)).toBe(true);
  expect(await child.exited).toBe(0);
  await until(() => !isAlive(grandchild));
});

test("is killed if it does not end in time", async () => {
  const child = start(
    "deaf",
    'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up");',
  );
  await child.said("up");
  expect(await child.stop(200)).toBe(false);
  expect(await child.exited).toBe(128 + 9);
});

test("ends when whoever has started it is killed", async () => {
  const processes = path.resolve("src/bin/support/processes.ts");
  const sleeper = script("sleeper", "setInterval(() => {}, 1000);");
  const source = `const { startNode } = await import(${JSON.stringify(processes)});
    console.log("child " + startNode([${JSON.stringify(sleeper)}], { env: process.env }).pid);`;
  let output = "";
  const parent = startNode(["--import", "tsx", script("parent", source)], {
    env: process.env,
    output: (text) => {
      output += text;
    },
  });
  await until(() => output.includes("child "));
  const child = Number(/child (\d+)/.exec(output)?.[1]);
  expect(isAlive(child)).toBe(true);
  process.kill(parent.pid, "SIGKILL");
  await until(() => !isAlive(child));
});
