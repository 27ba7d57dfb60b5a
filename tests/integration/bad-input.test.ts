import { beforeAll, describe, expect, it } from "vitest";
import { verifyPassword } from "@/server/auth/passwords";
import { AppError } from "@/server/platform/errors";
import { call, callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

startProgram(wideLimits);

let tenant: TestTenant;
let key: string;
beforeAll(async () => {
  tenant = await createTenant();
  key = tenant.secretKeys.admin;
});

describe("numbers of a query", () => {
  it.each(["0x10", "1e2", " 5", "5 ", "+5", "-5", "5.0", "0b11", "٥", "", "Infinity", "1_0", "5,0"])(
    "that aren't digits alone are refused: %j",
    async (limit) => {
      for (const path of ["articles", "tags", "audit-log", "search"]) {
        const query = new URLSearchParams({ limit, ...(path === "search" ? { q: "tide" } : {}) });
        const { status, body } = await callJson("GET", `/api/v1/${path}?${query}`, { key });
        expect([path, status, body.details?.[0]?.path]).toEqual([path, 400, "limit"]);
      }
    },
  );

  it.each(["5", "05"])("are taken: %s", async (limit) => {
    const { status, body } = await callJson("GET", `/api/v1/articles?limit=${limit}`, { key });
    expect([status, body.meta.limit]).toEqual([200, 5]);
  });
});

describe("a body", () => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    callJson("POST", "/api/v1/articles", { key, body, headers });

  it.each(["gzip", "br", "deflate", "x-anything", "gzip, identity", "GZIP"])(
    "that is said to be encoded with %s is refused",
    async (coding) => {
      const answer = await send('{"title":"x","content":""}', { "content-encoding": coding });
      expect([answer.status, answer.body.code]).toEqual([415, "unsupported_media_type"]);
      expect(answer.body.error).toContain("Content-Encoding");
    },
  );

  it("may say that it isn't", async () => {
    const answer = await send('{"title":"x","content":""}', { "content-encoding": "Identity" });
    expect(answer.status).toBe(201);
  });

  it("with a field twice is refused by the name of the field", async () => {
    const { status, body } = await send('{"title":"x","content":"","title":"y"}');
    expect([status, body.details]).toEqual([400, [{ path: "title", message: "is given twice" }]]);
  });

  it("full of nonsense gets a short answer", async () => {
    const unknown = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0])));
    const some = await send(unknown(9_000));
    expect(some.status).toBe(400);
    expect(some.body.details).toHaveLength(21);
    // Title and content are missing as well.
    expect(some.body.details.at(-1)).toEqual({ path: "", message: "and 8,982 more" });
    for (const body of [
      unknown(90_000),
      JSON.stringify({ title: "x", content: "", tags: Array.from({ length: 9_000 }, () => 0) }),
      JSON.stringify({ title: "x", content: "", ["k".repeat(900_000)]: 0 }),
      JSON.stringify({ title: "x".repeat(900_000), content: 0 }),
      JSON.stringify({ title: "x", content: "", slug: "É".repeat(400_000) }),
      `{"title":"x","${"k".repeat(400_000)}":0,"${"k".repeat(400_000)}":0}`,
    ]) {
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(answer.text.length).toBeLessThan(8_000);
    }
  });

  it("full of nonsense in a query gets a short answer, too", async () => {
    const query = Array.from({ length: 2_000 }, (_, index) => `k${index}=0`).join("&");
    const answer = await callJson("GET", `/api/v1/articles?${query}`, { key });
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(8_000);
  });
});

describe("an address that is invited several times at once", () => {
  it("has one open invitation; whoever was too late learns that", async () => {
    const body = { email: `at-once.${Date.now()}@example.org`, role: "viewer" };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => callJson("POST", "/api/v1/invitations", { key, body })),
    );
    const codes = answers.map((answer) => answer.body.code ?? answer.status).sort();
    expect(codes).toContain(201);
    for (const code of codes) expect([201, "already_invited"]).toContain(code);
    const { body: list } = await callJson("GET", "/api/v1/invitations?limit=100", { key });
    expect(list.data.filter(({ email }: { email: string }) => email === body.email)).toHaveLength(1);
  });
});

describe("passwords", () => {
  it("are checked in turn, and refused with a time to wait where too many wait already", async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 230 }, () => verifyPassword(undefined, "a guess")),
    );
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(60);
    for (const error of refused) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
    }
    expect(await verifyPassword(undefined, "a guess")).toBe(false);
  });
});

it("a change has the time at which it was made, not that at which its turn was waited for", async () => {
  const made = await callJson("POST", "/api/v1/articles", { key, body: { title: "x", content: "x" } });
  const path = `/api/v1/articles/${made.body.data.id}`;
  await Promise.all(
    Array.from({ length: 8 }, (_, index) => call("PATCH", path, { key, body: { content: `${index}` } })),
  );
  const revisions = await callJson("GET", path, { key });
  expect(Date.parse(revisions.body.data.updatedAt)).toBeGreaterThan(Date.parse(made.body.data.updatedAt));
});
