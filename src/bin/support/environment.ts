import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./paths";
import { info } from "./terminal";

export type Mode = "development" | "preview" | "production";

/** Loads `.env` of the project if it is there. What the environment has already wins. */
export function loadDotEnv(): void {
  const file = path.join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** A variable's value; an empty one counts as not set, as the server's own configuration has it. */
export function setting(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** Completes this process' environment, which its programs inherit, with what the server needs. */
export function applyEnvironment(options: { mode: Mode; appUrl: string; port?: number }): void {
  const { mode, appUrl, port } = options;
  process.env.MASTHEAD_MODE = mode;
  process.env.DATABASE_URL = appUrl;
  if (!setting("REDIS_URL") && !setting("UPSTASH_REDIS_REST_URL")) {
    process.env.REDIS_URL = "memory:";
    info("no Redis is configured: using one inside the process");
  }
  process.env.APP_URL = publicAddress(port);
}

/** Has servers that this process starts do background work as well, unless configured otherwise. */
export function workInside(): void {
  process.env.WORKER = setting("WORKER") ?? "inside";
}

/** What APP_URL says, except where it names another port of this machine than the one that is used. */
function publicAddress(port = 3000): string {
  const local = `http://localhost:${port}`;
  const given = setting("APP_URL");
  if (!given || !URL.canParse(given)) return given ?? local;
  const { hostname, port: givenPort, protocol } = new URL(given);
  if (protocol !== "http:" || !["localhost", "127.0.0.1"].includes(hostname)) return given;
  if (Number(givenPort || 80) === port) return given;
  info(`APP_URL is ${given}, but this run uses port ${port}: using ${local}`);
  return local;
}

/**
 * The environment of a server: without the owner's connection string, which the program has no need of. It is empty
 * rather than absent, because Next.js itself would read it from `.env` again.
 */
export function serverEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...more, DATABASE_OWNER_URL: "" };
}
