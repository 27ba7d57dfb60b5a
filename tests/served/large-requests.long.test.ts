import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";
import { answerTo, openSockets } from "./sockets";

/** Much at a time, with the heap that the server has in production: its process must outlive that. */
const served = startServed({ own: true });
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

const form = (length: number, more = "") =>
  `POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}Content-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`;

describe("large forms", () => {
  it("are refused from visitors, before they are sent", async () => {
    expect(await answerTo(served.url, form(40_000))).toMatch(/^HTTP\/1.1 413 /);
    const cookie = `Cookie: masthead_session=${"a".repeat(40)}\r\n`;
    expect(await answerTo(served.url, form(40_000, cookie))).toMatch(/^HTTP\/1.1 401 /);
  });

  it("are taken from members while others don't send theirs", { timeout: 30_000 }, async () => {
    const cookie = `Cookie: masthead_session=${tenants[0]?.admin.token}\r\n`;
    const idle = await openSockets(served.url, 30, form(500_000, cookie));
    const answer = await answerTo(served.url, form(500_000, cookie) + "x".repeat(500_000), 20_000);
    expect(answer).toMatch(/^HTTP\/1.1 (?!413|401|503)/);
    for (const socket of idle) socket.destroy();
  });
});

describe("bodies that are announced and not sent", () => {
  it("hold nothing of what others send", { timeout: 30_000 }, async () => {
    const head = `POST /api/v1/articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${keyOf(0)}\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n\r\n{`;
    const idle = await openSockets(served.url, 300, head);
    const answer = await fetch(`${served.url}/api/v1/articles`, {
      method: "POST",
      headers: { Authorization: `Bearer ${keyOf(1)}`, "Content-Type": "application/json" },
      body: JSON.stringify({ title: "Beside them", content: "Some words. ".repeat(5_000) }),
    });
    expect(answer.status).toBe(201);
    for (const socket of idle) socket.destroy();
  });
});
