import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { fetchWithRetry, retryAfterMs } from "@/server/platform/retry";

let server: Server | undefined;

/** Somebody else's server, for real: answers by the number of the request. */
async function serving(
  answer: (count: number, ...args: Parameters<RequestListener>) => void,
): Promise<{ url: string; count(): number }> {
  let count = 0;
  server = createServer((request, response) => answer(++count, request, response));
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, count: () => count };
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

const quick = { waitMinMs: 1, waitMaxMs: 20 };

describe("fetchWithRetry", () => {
  it.each([429, 500, 502, 503])("tries again after %i", async (status) => {
    const { url, count } = await serving((n, _, response) =>
      response.writeHead(n < 3 ? status : 200).end("ok"),
    );
    expect((await fetchWithRetry(url, {}, quick)).status).toBe(200);
    expect(count()).toBe(3);
  });

  it.each([400, 401, 403, 404, 409, 422])("takes %i for an answer", async (status) => {
    const { url, count } = await serving((_n, _, response) => response.writeHead(status).end());
    expect((await fetchWithRetry(url, {}, quick)).status).toBe(status);
    expect(count()).toBe(1);
  });

  it("returns the last answer when all attempts got a bad one", async () => {
    const { url, count } = await serving((_n, _, response) => response.writeHead(503).end("busy"));
    const response = await fetchWithRetry(url, {}, { ...quick, attemptsMax: 3 });
    expect([response.status, await response.text(), count()]).toEqual([503, "busy", 3]);
  });

  it("tries again after a broken connection", async () => {
    const { url, count } = await serving((n, request, response) =>
      n === 1 ? request.destroy() : response.end("ok"),
    );
    expect((await fetchWithRetry(url, {}, quick)).status).toBe(200);
    expect(count()).toBe(2);
  });

  it("gives each attempt a time-out of its own", async () => {
    const { url, count } = await serving((n, _, response) => void (n > 1 && response.end("ok")));
    expect((await fetchWithRetry(url, {}, { ...quick, timeoutMs: 100 })).status).toBe(200);
    expect(count()).toBe(2);
  });

  it("stops when its caller does", async () => {
    const controller = new AbortController();
    const { url } = await serving((_n, _, response) => {
      response.writeHead(503).end();
      controller.abort(new Error("enough"));
    });
    await expect(fetchWithRetry(url, {}, { ...quick, signal: controller.signal })).rejects.toThrow("enough");
  });
});

describe("Retry-After", () => {
  it.each([
    [null, undefined],
    ["2", 2_000],
    ["Sun, 22 Nov 2026 10:00:05 GMT", 5_000],
    ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
    ["soon", undefined],
  ])("%s waits %s ms", (header, expected) => {
    expect(retryAfterMs(header, Date.parse("2026-11-22T10:00:00Z"))).toBe(expected);
  });
});
