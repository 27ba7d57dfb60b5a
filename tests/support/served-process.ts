import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../src/bin/support/paths";
import { heapFlags } from "../../src/bin/support/server";

/** How long a fresh server may take until it answers, in milliseconds. */
export const startMs = 60_000;

/** What a built program is configured with whose tests all come from one address. */
export function environmentFor(url: string, port: number, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: "production",
    MASTHEAD_MODE: "preview",
    DATABASE_URL: databaseUrl,
    REDIS_URL: "memory:",
    APP_URL: url,
    PORT: String(port),
    LOG_LEVEL: "silent",
    // Empty rather than absent: Next.js would read it from a developer's .env. Mails are at /dev/mails.
    SMTP_URL: "",
    // All tests come from one address.
    RATE_LIMIT_SIGN_IN_PER_MINUTE: "10000",
    RATE_LIMIT_SIGN_UPS_PER_DAY: "10000",
    RATE_LIMIT_ADDRESS_PER_MINUTE: "100000",
    RATE_LIMIT_ORGANISATION_PER_MINUTE: "100000",
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: "100000",
  };
}

export async function startServer(
  url: string,
  environment: Record<string, string>,
  directory: string,
  script: string,
): Promise<ChildProcess> {
  if (!existsSync(`${directory}/.next/BUILD_ID`) || !existsSync(`${directory}/.next/host/serve.mjs`))
    throw new Error("there is no build: run `npm run build` first");
  const loader = script.endsWith(".ts") ? ["--conditions=react-server", "--import", "tsx"] : [];
  // Ends the server with this process, however that ends.
  const tether = path.join(root, "src/bin/support/tether.mjs");
  const flags = ["--import", tether, ...heapFlags(), ...loader, script];
  const server = spawn(process.execPath, flags, {
    cwd: directory,
    env: { ...process.env, ...environment, MASTHEAD_TETHER: "3" },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let said = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  for (const deadline = Date.now() + startMs; Date.now() < deadline; await sleep(100)) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}: ${said}`);
    if (await answers(`${url}/api/health`)) return server;
  }
  server.kill("SIGKILL");
  throw new Error(`the server did not answer within ${startMs / 1000} s: ${said}`);
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

/** Tells a server to stop, and kills one that does not. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  const killer = setTimeout(() => server.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(killer);
}

/** The same, but throws if it had to be killed. */
export async function endServer(server: ChildProcess): Promise<void> {
  await stopServer(server);
  if (server.signalCode === "SIGKILL") throw new Error("the server did not end in time and was killed");
}
