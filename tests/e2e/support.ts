import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Response,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import type { TestMember } from "../support/factories";
import { type Served, startServed } from "../support/served";

export interface PageOptions extends BrowserContextOptions {
  /** Signed in as this member, without going through the login page. */
  as?: TestMember;
  /** What may be written to the console as an error in this test, beside nothing. */
  expectedErrors?: RegExp;
}

export interface Site extends Served {
  /** A page in a browser context of its own. What goes wrong in it unseen fails the test. */
  newPage(options?: PageOptions): Promise<Page>;
}

/**
 * The built program (`tests/support/served.ts`), shown to a real browser. Call it at the top of a test file.
 */
export function startSite(options?: { own: true }): Site {
  const served = options ? startServed(options) : startServed();
  let browser: Browser | undefined;
  const unseen: string[] = [];
  const opened: Page[] = [];

  beforeAll(async () => {
    browser = await chromium.connect(inject("browser"));
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()));
    expect(unseen.splice(0), "went wrong in the browser unseen").toEqual([]);
  });

  afterAll(() => browser?.close());

  return {
    get url() {
      return served.url;
    },
    get pid() {
      return served.pid;
    },
    get database() {
      return served.database;
    },
    async newPage({ as, expectedErrors, ...options } = {}) {
      if (!browser) throw new Error("the browser is there from beforeAll on");
      const context = await browser.newContext({ baseURL: served.url, ...options });
      if (as) await context.addCookies([{ name: "masthead_session", value: as.token, url: served.url }]);
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
