import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, expect, test, vi } from "vitest";
import { alsoOnOtherLoopback } from "../../scripts/dev/loopback";
import { choosePort, freePort, isPortFree, requestedHost, requestedPort } from "../../src/bin/support/ports";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function occupy(port: number, host?: string): Promise<void> {
  const server = createServer().listen({ port, ...(host ? { host } : {}) });
  servers.push(server);
  await once(server, "listening");
}

test.each([undefined, "127.0.0.1", "0.0.0.0"])("a port that somebody has on %s is taken", async (host) => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  await occupy(port, host);
  expect(await isPortFree(port)).toBe(false);
});

test("the next free port is chosen, and that is said", async () => {
  const said = vi.spyOn(console, "log").mockReturnValue();
  const port = await freePort();
  await occupy(port);
  const chosen = await choosePort(port);
  expect(chosen).toBeGreaterThan(port);
  expect(said).toHaveBeenCalledWith(expect.stringContaining(`port ${port} is taken; using ${chosen}`));
});

test.each([
  [[], {}, 3000, []],
  [[], { PORT: "4000" }, 4000, []],
  [["--port", "5000", "--turbopack"], { PORT: "4000" }, 5000, ["--turbopack"]],
  [["-p", "5000"], {}, 5000, []],
  [["--port=5000", "-H", "::1"], {}, 5000, ["-H", "::1"]],
])("arguments %j with %j ask for port %d", (args, env, port, rest) => {
  expect(requestedPort(args, { NODE_ENV: "test", ...env })).toEqual({ port, rest });
});

test.each(["0", "65536", "3000x", "-1", "1.5"])("port %s is refused", (text) => {
  expect(() => requestedPort([`--port=${text}`], { NODE_ENV: "test" })).toThrow(/number from 1 to 65535/);
});

test.each([
  [[], {}, undefined, []],
  [[], { HOST: "" }, undefined, []],
  [[], { HOST: "0.0.0.0" }, "0.0.0.0", []],
  [["--host", "::1", "--turbopack"], { HOST: "0.0.0.0" }, "::1", ["--turbopack"]],
  [["--host=192.0.2.7"], {}, "192.0.2.7", []],
  [["-H", "::"], {}, "::", []],
])("arguments %j with %j ask for address %s", (args, env, host, rest) => {
  expect(requestedHost(args, { NODE_ENV: "test", ...env })).toEqual({ host, rest });
});

test("an address that is left out is refused", () => {
  expect(() => requestedHost(["--host"], { NODE_ENV: "test" })).toThrow(/needs an address/);
});

test("a server on localhost answers under both loopback addresses, and under no other", async () => {
  const port = await freePort();
  const server = createHttpServer((request, response) => {
    request.pipe(response); // what is sent comes back whole
  }).listen({ host: "localhost", port });
  servers.push(server);
  await once(server, "listening");
  await alsoOnOtherLoopback(port);
  const body = "x".repeat(1_000_000);
  for (const name of loopbacks()) {
    const answer = await fetch(`http://${name}:${port}/`, { method: "POST", body });
    expect((await answer.text()) === body).toBe(true);
  }
  for (const address of outerAddresses())
    await expect(fetch(`http://${address}:${port}/`), address).rejects.toThrow();
});

function loopbacks(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return ["127.0.0.1", ...(addresses.some(({ address }) => address === "::1") ? ["[::1]"] : [])];
}

function outerAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return addresses
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
}
