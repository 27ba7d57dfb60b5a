import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";

/** Much at a time, with the heap that the server has in production: its process must outlive that. */
const served = startServed();
const atOnce = 300;
/** Some 900 kB; more in memory than the same in ASCII. */
const content = "Bei Lübeck, sagt er. ".repeat(42_000);
let tenants: TestTenant[];

beforeAll(async () => {
  tenants = [await createTenant(), await createTenant()];
});

const keyOf = (index: number) => tenants[index % tenants.length]?.secretKeys.admin ?? "";

/** The answers by status. */
async function allAtOnce(
  ask: (index: number) => Promise<Response>,
): Promise<Partial<Record<number, Response[]>>> {
  const answers: Partial<Record<number, Response[]>> = {};
  await Promise.all(
    Array.from({ length: atOnce }, async (_, index) => {
      const response = await ask(index);
      await response.text();
      answers[response.status] = [...(answers[response.status] ?? []), response];
    }),
  );
  return answers;
}

describe("hundreds of large requests at once", { timeout: 120_000 }, () => {
  it("are worked on in turns, and what doesn't get its turn is told when to come again", async () => {
    const answers = await allAtOnce((index) =>
      fetch(`${served.url}/api/v1/articles`, {
        method: "POST",
        headers: { Authorization: `Bearer ${keyOf(index)}`, "Content-Type": "application/json" },
        body: JSON.stringify({ title: `Long ${index}`, content, status: "published" }),
      }),
    );
    const { 201: created = [], 503: refused = [], ...others } = answers;
    expect(others).toEqual({});
    expect(created.length).toBeGreaterThan(0);
    for (const { headers } of refused) expect(headers.get("retry-after")).toBe("2");
  });

  it("may ask for long lists", async () => {
    const answers = await allAtOnce((index) =>
      fetch(`${served.url}/api/v1/articles?limit=100`, {
        headers: { Authorization: `Bearer ${keyOf(index)}` },
      }),
    );
    const { 200: read = [], 503: _refused, ...others } = answers;
    expect(others).toEqual({});
    expect(read.length).toBeGreaterThan(0);
  });

  it("leave a server that answers", async () => {
    expect((await fetch(`${served.url}/api/health`)).status).toBe(200);
  });
});

/** Sends the head of a form, and its body only if that is short. */
function begin(length: number): ClientRequest {
  const sent = request(`${served.url}/login`, {
    method: "POST",
    headers: { "Content-Type": "text/plain", "Content-Length": length },
  });
  sent.on("error", () => undefined);
  sent.flushHeaders();
  if (length < 1_000) sent.end("x".repeat(length));
  return sent;
}

async function statusOf(sent: ClientRequest): Promise<number | undefined> {
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

/** Its status, or "taken" if the server waits for the rest of it. */
async function verdictOn(sent: ClientRequest): Promise<number | undefined | "taken"> {
  const verdict = await Promise.race([statusOf(sent), sleep(500, "taken" as const)]);
  sent.destroy();
  return verdict;
}

describe("large forms", () => {
  it("are taken a few at a time from one address, and small ones beside them", async () => {
    const [sent, taken] = [20, 6];
    const refused: (number | undefined)[] = [];
    const slow = Array.from({ length: sent }, () => begin(500_000));
    for (const one of slow) one.on("response", ({ statusCode }) => refused.push(statusCode));
    await expect.poll(() => refused, { timeout: 10_000 }).toEqual(Array(sent - taken).fill(503));
    expect(await statusOf(begin(100))).not.toBe(503);
    for (const one of slow) one.destroy();
    await expect.poll(() => verdictOn(begin(500_000)), { timeout: 10_000 }).toBe("taken");
  });
});
