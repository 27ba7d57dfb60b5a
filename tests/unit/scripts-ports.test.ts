import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { choosePort, freePort, isPortFree, requestedPort } from "../../scripts/support/ports";

const servers: ReturnType<typeof createServer>[] = [];
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
