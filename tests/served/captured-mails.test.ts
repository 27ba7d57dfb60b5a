import { expect, it } from "vitest";
import { startServed } from "../support/served";
import { askRaw } from "./raw";

/** Mails that are kept for want of a mail server hold links that are secrets: for whoever sits at this machine. */
const served = startServed();

it.each(["localhost", "localhost:3000", "LOCALHOST", "127.0.0.1", "127.0.0.1:81", "[::1]", "[::1]:3000"])(
  "are shown under this machine's name %s",
  async (host) => {
    expect((await askRaw(served.url, { path: "/dev/mails", headers: { host } })).status).toBe(200);
  },
);

it.each([
  "evil.example",
  "evil.example:3000",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "evil.example#localhost",
  "192.0.2.7:3000",
  "0.0.0.0:3000",
])("are not there under the name %s, that a stranger's site may have lead here", async (host) => {
  const headers = { host, "x-forwarded-host": "localhost" };
  const { status, text } = await askRaw(served.url, { path: "/dev/mails", headers });
  expect(status).not.toBe(200);
  expect(text).not.toContain("newest first");
});
