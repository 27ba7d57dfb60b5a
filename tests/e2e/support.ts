import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Response,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { database } from "@/server/platform/database";
import { redis } from "@/server/platform/redis";
import { freePort } from "../../scripts/support/ports";
import { createTestDatabase, type TestDatabase } from "../support/database";
import type { TestMember } from "../support/factories";

/** How long a fresh server may take until it answers, in milliseconds. */
const startMs = 30_000;

const browserFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

export interface PageOptions extends BrowserContextOptions {
  /** Signed in as this member, without going through the login page. */
  as?: TestMember;
  /** What may be written to the console as an error in this test, beside nothing. */
  expectedErrors?: RegExp;
}

export interface Site {
  /** Where the server answers, without a trailing slash. */
  readonly url: string;
  /** The server's own database, for tests that break something on purpose. */
  readonly database: TestDatabase;
  /** A page in a browser context of its own. What goes wrong in it unseen fails the test. */
  newPage(options?: PageOptions): Promise<Page>;
}

/**
 * The built program, served to a real browser from a database of its own. Call it at the top of a test file. The
 * factories of `tests/support` write to the same database from within the test.
 */
export function startSite(): Site {
  let url = "";
  let testDatabase: TestDatabase | undefined;
  let server: ChildProcess | undefined;
  let browser: Browser | undefined;
  const unseen: string[] = [];
  const opened: Page[] = [];

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    testDatabase = await createTestDatabase();
    const environment = environmentFor(url, port, testDatabase);
    Object.assign(process.env, environment, { NODE_ENV: "test" });
    [server, browser] = await Promise.all([startServer(url, environment), launchBrowser()]);
  }, startMs + 10_000);

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()));
    expect(unseen.splice(0), "went wrong in the browser unseen").toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await stopServer(server);
    await database().close();
    await redis().close();
    await testDatabase?.drop();
  });

  return {
    get url() {
      return url;
    },
    get database() {
      if (!testDatabase) throw new Error("the database is there from beforeAll on");
      return testDatabase;
    },
    async newPage({ as, expectedErrors, ...options } = {}) {
      if (!browser) throw new Error("the browser is there from beforeAll on");
      const context = await browser.newContext({ baseURL: url, ...options });
      if (as) await context.addCookies([{ name: "masthead_session", value: as.token, url }]);
      const page = await context.newPage();
      opened.push(page);
      await watch(page, (fault) => {
        if (!expectedErrors?.test(fault)) unseen.push(fault);
      });
      return page;
    },
  };
}

/** Goes to a page and waits until its forms react. For pages with script; without, `page.goto` is all there is. */
export async function visit(page: Page, path: string): Promise<Response | null> {
  const response = await page.goto(path);
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main, form")].every((element) =>
      Object.keys(element).some((key) => key.startsWith("__reactProps")),
    ),
  );
  return response;
}

function environmentFor(url: string, port: number, { appUrl }: TestDatabase): Record<string, string> {
  return {
    NODE_ENV: "production",
    MASTHEAD_MODE: "preview",
    DATABASE_URL: appUrl,
    REDIS_URL: "memory:",
    APP_URL: url,
    PORT: String(port),
    LOG_LEVEL: "silent",
    // Empty rather than absent: Next.js would read it from a developer's .env. Mails are at /dev/mails.
    SMTP_URL: "",
    // All tests come from one address.
    RATE_LIMIT_SIGN_IN_PER_MINUTE: "10000",
    RATE_LIMIT_ADDRESS_PER_MINUTE: "100000",
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: "100000",
  };
}

async function startServer(url: string, environment: Record<string, string>): Promise<ChildProcess> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("there is no build: run `npx next build` first");
  // The same conditions as `npm start`: server modules refuse to load elsewhere.
  const flags = ["--conditions=react-server", "--import", "tsx", "scripts/serve.ts"];
  const server = spawn(process.execPath, flags, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
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

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  const killer = setTimeout(() => server.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(killer);
}

function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH || "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: browserFlags });
}

/** Reports errors on the console, uncaught exceptions and violations of the Content-Security-Policy. */
async function watch(page: Page, report: (fault: string) => void): Promise<void> {
  page.on("console", (message) => {
    if (message.type() === "error") report(`console: ${message.text()} (${page.url()})`);
  });
  page.on("pageerror", (error) => report(`uncaught: ${error.message} (${page.url()})`));
  await page.exposeFunction("reportViolation", (what: string) => report(`content security policy: ${what}`));
  await page.addInitScript(() => {
    const { reportViolation } = window as unknown as { reportViolation: (what: string) => void };
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      reportViolation(`${violatedDirective} blocked ${blockedURI}`);
    });
  });
}
