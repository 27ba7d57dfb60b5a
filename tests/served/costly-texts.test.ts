import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { costlyTexts, longest } from "../support/costly-texts";
import { createTenant, type TestTenant } from "../support/factories";
import { report } from "../support/report";
import { startServed } from "../support/served";

/**
 * What a text costs is paid by whoever wrote it, with the heap that the server has in production. All texts are tried at 4 kB,
 * and the dearest as long as they may be; with COSTLY_TEXTS=all in the environment all of them are, which takes minutes.
 */
const served = startServed();
const visitors = 8;
/** Milliseconds: a server that doesn't answer for so long hangs. */
const hang = 5_000;
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

async function publish(content: string): Promise<string> {
  const answer = await fetch(`${served.url}/api/v1/articles`, {
    method: "POST",
    headers: { Authorization: `Bearer ${tenant.secretKeys.admin}`, "Content-Type": "application/json" },
    body: JSON.stringify({ title: "Costly", content, status: "published" }),
  });
  const { data } = (await answer.json()) as { data: { slug: string } };
  expect(answer.status).toBe(201);
  return `${served.url}/p/${tenant.slug}/${data.slug}`;
}

async function open(url: string): Promise<{ status: number; html: string }> {
  const answer = await fetch(url);
  return { status: answer.status, html: await answer.text() };
}

/** Asks for the server's health every 20 ms until `work` is done; answers the longest wait. */
async function whileAsked<T>(work: () => Promise<T>): Promise<{ result: T; worst: number }> {
  let [worst, isDone] = [0, false];
  const asking = (async () => {
    while (!isDone) {
      const begun = performance.now();
      expect((await fetch(`${served.url}/api/health`)).status).toBe(200);
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

/** MiB that the server takes of memory. */
function memory(): number {
  const status = readFileSync(`/proc/${served.pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

async function publishAndOpen(name: string, content: string): Promise<void> {
  const before = memory();
  const begun = performance.now();
  const { result: pages, worst } = await whileAsked(async () => {
    const url = await publish(content);
    return Promise.all(Array.from({ length: visitors }, (_, index) => open(`${url}?visitor=${index}`)));
  });
  const took = performance.now() - begun;
  const figures = [content.length, took, worst, before, memory(), pages[0]?.html.length ?? 0].map(Math.round);
  report(
    `costly text | ${name} | ${figures.join(" | ")} | ${pages[0]?.html.includes('class="plain-text') ? "plain" : "rendered"}`,
  );
  for (const { status, html } of pages) expect([status, html.endsWith("</html>")]).toEqual([200, true]);
  expect(worst).toBeLessThan(hang);
}

const dearest = [
  '"* "',
  '"> * "',
  '"- a\\n+ b\\n"',
  '"**「古」**で"',
  '"[a]("',
  '"[a]: b\\n\\n[a]"',
  '"<b>"',
  '"<a b=c "',
  "a table that is wide and empty",
  "a list of lists of lists",
  "links in links",
];

describe("a text that is dear to render", { timeout: 60_000 }, () => {
  const isAll = process.env.COSTLY_TEXTS === "all";
  const chosen = isAll ? costlyTexts : costlyTexts.filter(({ name }) => dearest.includes(name));

  it("is among those that are tried", () => {
    expect(dearest.filter((wanted) => !costlyTexts.some(({ name }) => name === wanted))).toEqual([]);
  });

  it.each(chosen.map((text) => [text.name, text] as const))(
    "neither ends the server nor keeps others waiting, as long as the API takes it: %s",
    (name, text) => publishAndOpen(name, longest(text)),
  );

  it("neither ends the server nor keeps others waiting at 4 kB", async () => {
    for (const text of costlyTexts) await publishAndOpen(text.name, text.ofLength(4_200));
  });
});

it("is rendered once, however it is asked for", async () => {
  const url = await publish(
    longest({ name: "", ofLength: (length) => "Some **bold** words.\n\n".repeat(length / 22) }),
  );
  await open(url);
  const begun = performance.now();
  for (let index = 0; index < 3; index++) expect((await open(`${url}?z=${index}`)).status).toBe(200);
  report(`a text of 1 MB opened again: ${Math.round((performance.now() - begun) / 3)} ms`);
});
