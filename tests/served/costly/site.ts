import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect } from "vitest";
import { createTenant, type TestTenant } from "../../support/factories";
import { report } from "../../support/report";
import { startServed } from "../../support/served";

const visitors = 8;
/** Milliseconds: a server that doesn't answer for so long hangs. */
const hang = 20_000;

export interface CostlySite {
  /** Publishes an article. Returns its page's address. */
  publish(content: string): Promise<string>;
  open(url: string): Promise<{ status: number; html: string }>;
  /** What a text costs is paid by whoever wrote it: while it is published and opened by many, the server answers others. */
  publishAndOpen(name: string, content: string): Promise<void>;
}

/** A server of its own, with the heap that it has in production. Call it at the top of a test file. */
export function startCostlySite(): CostlySite {
  const served = startServed({ own: true });
  let tenant: TestTenant | undefined;
  beforeAll(async () => {
    tenant = await createTenant();
  });

  async function publish(content: string): Promise<string> {
    const answer = await fetch(`${served.url}/api/v1/articles`, {
      method: "POST",
      headers: { Authorization: `Bearer ${tenant?.secretKeys.admin}`, "Content-Type": "application/json" },
      body: JSON.stringify({ title: "Costly", content, status: "published" }),
    });
    const { data } = (await answer.json()) as { data: { slug: string } };
    expect(answer.status).toBe(201);
    return `${served.url}/p/${tenant?.slug}/${data.slug}`;
  }

  async function publishAndOpen(name: string, content: string): Promise<void> {
    const before = memoryOf(served.pid);
    const begun = performance.now();
    const { result: pages, worst } = await whileAsked(`${served.url}/api/health`, async () => {
      const url = await publish(content);
      return Promise.all(Array.from({ length: visitors }, (_, index) => open(`${url}?visitor=${index}`)));
    });
    const took = performance.now() - begun;
    const [page] = pages;
    const figures = [content.length, took, worst, before, memoryOf(served.pid), page?.html.length ?? 0];
    const kind = page?.html.includes('class="plain-text') ? "plain" : "rendered";
    report(`costly text | ${name} | ${figures.map(Math.round).join(" | ")} | ${kind}`);
    for (const { status, html } of pages) expect([status, html.endsWith("</html>")]).toEqual([200, true]);
  }

  return { publish, open, publishAndOpen };
}

async function open(url: string): Promise<{ status: number; html: string }> {
  const answer = await fetch(url);
  return { status: answer.status, html: await answer.text() };
}

/** Asks for `url` every 20 ms until `work` is done; answers the longest wait. */
async function whileAsked<T>(url: string, work: () => Promise<T>): Promise<{ result: T; worst: number }> {
  let [worst, isDone] = [0, false];
  const asking = (async () => {
    while (!isDone) {
      const begun = performance.now();
      expect((await fetch(url, { signal: AbortSignal.timeout(hang) })).status).toBe(200);
      worst = Math.max(worst, performance.now() - begun);
      await sleep(20);
    }
  })();
  const result = await work().finally(() => {
    isDone = true;
  });
  await asking;
  return { result, worst };
}

/** MiB that a process takes of memory. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
