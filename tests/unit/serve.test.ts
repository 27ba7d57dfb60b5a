import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, isPortFree } from "../../src/bin/support/ports";
import { type Managed, startNode } from "../../src/bin/support/processes";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-serve-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Serving {
  managed: Managed;
  output: () => string;
}

/** The process of the API alone, as it is started without a build. No database: nothing that is asked here needs one. */
function serve(environment: Record<string, string>, flags: string[] = []): Serving {
  let output = "";
  const args = [...flags, "--conditions=react-server", "--import", "tsx", "src/bin/serve.ts", "--api"];
  const env = {
    NODE_ENV: "production" as const,
    PATH: process.env.PATH,
    MASTHEAD_MODE: "preview",
    DATABASE_URL: "postgres://masthead_app:x@127.0.0.1:9/masthead",
    REDIS_URL: "memory:",
    APP_URL: "http://localhost:3000",
    ...environment,
  };
  const managed = startNode(args, {
    env,
    output: (text) => {
      output += text;
    },
  });
  return { managed, output: () => output };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 50) {
    if (waited > 30_000) throw new Error("waited in vain");
    await sleep(50);
  }
}

describe("a server process", () => {
  it.each([
    ["a variable is wrong", { APP_URL: "nowhere" }, /APP_URL is wrong/],
    ["a variable is missing", { REDIS_URL: "" }, /REDIS_URL is missing/],
    ["no address has the name of HOST", { HOST: "not-there.invalid" }, /HOST or PORT is wrong/],
    ["HOST is another machine's", { HOST: "192.0.2.77" }, /HOST or PORT is wrong/],
  ])("ends with a code of its own where %s", async (_, environment, message) => {
    const { managed, output } = serve({ PORT: String(await freePort()), ...environment });
    expect(await managed.exited).toBe(78);
    expect(output()).toMatch(message);
  });

  it("outlives an exception and a rejection that nobody handled, and logs them", async () => {
    const preload = path.join(directory, "stray.mjs");
    const source = `process.on("SIGUSR2", () => {
      Promise.reject(new Error("stray rejection"));
      throw new Error("stray exception");
    });`;
    writeFileSync(preload, source);
    const port = await freePort();
    const { managed, output } = serve({ PORT: String(port), HOST: "127.0.0.1" }, ["--import", preload]);
    await until(() => output().includes('"ready"'));
    process.kill(managed.pid, "SIGUSR2");
    await until(() => output().includes("stray exception") && output().includes("stray rejection"));
    expect(output()).toMatch(/"level":"error".*an exception was not caught/);
    expect((await fetch(`http://127.0.0.1:${port}/not-there`)).status).toBe(404);
    expect(await managed.stop()).toBe(true);
    expect(await managed.exited).toBe(0);
  });
});

describe("npm run api", () => {
  it("ends when npm's shell was told to, which tells nobody", async () => {
    const port = await freePort();
    const shell = spawn("sh", ["-c", `${process.execPath} src/bin/run.mjs src/bin/api.ts; true`], {
      env: { ...production, PATH: process.env.PATH, npm_lifecycle_event: "api", PORT: String(port) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const source of [shell.stdout, shell.stderr]) {
      source.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    await until(() => output.includes('"ready"'));
    expect(shell.kill("SIGTERM")).toBe(true);
    await until(() => output.includes('"stopping"'));
    for (let isFree = false; !isFree; isFree = await isPortFree(port)) await sleep(50);
  });
});

const production = {
  NODE_ENV: "production" as const,
  MASTHEAD_MODE: "production",
  DATABASE_URL: "postgres://masthead_app:x@127.0.0.1:9/masthead",
  REDIS_URL: "redis://127.0.0.1:9",
  APP_URL: "http://localhost:3000",
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "Masthead <masthead@localhost>",
  ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  HOST: "127.0.0.1",
};
