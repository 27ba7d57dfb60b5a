import type { TestProject } from "vitest/node";
import { freePort } from "../../src/bin/support/ports";
import { createTestDatabase, type TestDatabase } from "./database";
import { endServer, environmentFor, startServer } from "./served-process";

declare module "vitest" {
  interface ProvidedContext {
    server: { url: string; pid: number; database: Pick<TestDatabase, "appUrl" | "ownerUrl"> };
  }
}

/** Vitest's globalSetup: one server for all files of a project that ask nothing special of it. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const own = await createTestDatabase();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = await startServer(url, environmentFor(url, port, own.appUrl), ".", ".next/host/serve.mjs");
  server.stdout?.resume();
  const { appUrl, ownerUrl } = own;
  provide("server", { url, pid: server.pid ?? 0, database: { appUrl, ownerUrl } });
  return async () => {
    await endServer(server);
    await own.drop();
  };
}
