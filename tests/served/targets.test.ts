import { expect, it } from "vitest";
import { startServed } from "../support/served";
import { answerTo, openSockets } from "./sockets";

/** Requests that are meant for no page: each is answered, with the headers of every answer, and counted. */
const served = startServed({ own: true });

const refused: [string, number][] = [
  ["GET http://x/ HTTP/1.1", 400],
  ["GET http://localhost/dashboard HTTP/1.1", 400],
  ["OPTIONS * HTTP/1.1", 400],
  ["GET /p/% HTTP/1.1", 400],
  ["GET /p/s/%ff HTTP/1.1", 400],
  ["GET /api/v1/articles/%c0%af HTTP/1.1", 400],
  ["TRACE /login HTTP/1.1", 405],
  ["PROPFIND /api/v1/articles HTTP/1.1", 405],
  ["MKCOL / HTTP/1.1", 405],
];

it.each(refused)("%s is refused with %i", async (line, status) => {
  const text = await answerTo(served.url, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(text).toMatch(/x-content-type-options: nosniff/i);
  expect(text).toMatch(/ratelimit: /i);
});

const answered = [
  "/favicon.ico",
  "/favicon.icoXYZ",
  "/_next/imagexyz",
  "/_next/static/nothing.js",
  "/login/",
  "//login",
];

it.each(answered)("%s has the headers of every answer", async (path) => {
  const text = await answerTo(served.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(text).toMatch(/x-content-type-options: nosniff/i);
  expect(text).toMatch(/content-security-policy: /i);
  if (path !== "/favicon.ico") expect(text).toMatch(/ratelimit: /i);
});

it("answers what isn't HTTP with the headers of every answer", async () => {
  const text = await answerTo(served.url, "nonsense\r\n\r\n");
  expect(text).toMatch(/^HTTP\/1.1 400 /);
  expect(text).toMatch(/x-content-type-options: nosniff/i);
});

it("answers requests to upgrade as if they weren't, and closes tunnels", async () => {
  const upgrade = "Connection: Upgrade, close\r\nUpgrade: websocket\r\n";
  for (const path of ["/nope", "/dashboard", "/api/v1/articles"]) {
    const text = await answerTo(served.url, `GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`);
    expect(text).toMatch(/^HTTP\/1.1 (404|303|401) /);
  }
  expect(await answerTo(served.url, "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n")).toBe("");
});

it("ends in time with hundreds of them open", async () => {
  const bytes = "GET /nope HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  const sockets = await openSockets(served.url, 100, bytes);
  expect((await fetch(`${served.url}/api/health`)).status).toBe(200);
  // The server ends with this file, which fails if it has to be killed.
  expect(sockets.length).toBe(100);
});
