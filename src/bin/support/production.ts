import { existsSync } from "node:fs";
import type { Config } from "../../server/platform/config";
import { buildProgram } from "./build";
import { loadDotEnv } from "./environment";
import { bundledServer } from "./paths";
import { isPortFree, requestedHost, requestedPort } from "./ports";
import { startServer, untilServerEnds } from "./server";
import { runServer } from "./shutdown";
import { exitCodeOfRefusal } from "./supervise";
import { info, reasonOf, TaskError } from "./terminal";

/**
 * Runs a server in production. Nothing is made up here: it refuses to start without its configuration, on a port that
 * is taken, and it does not migrate (`npm run db:migrate` does, before a new version starts). `apiOnly`: no pages, and
 * so no build.
 */
export async function runProduction({ apiOnly }: { apiOnly: boolean }): Promise<void> {
  await runServer(async () => {
    loadDotEnv();
    process.env.MASTHEAD_MODE = "production";
    const { drainMs } = await checkConfiguration();
    const { port, rest } = requestedPort(process.argv.slice(2), process.env);
    const { host } = requestedHost(rest, process.env);
    if (!(await isPortFree(port))) throw new TaskError(`Port ${port} is taken. Set PORT to another one.`);
    if (!apiOnly && !existsSync(bundledServer)) {
      info("there is no build yet; making one");
      await buildProgram();
    }
    return untilServerEnds(startServer({ port, host, apiOnly, drainMs }));
  });
}

async function checkConfiguration(): Promise<Config> {
  const { loadConfig } = await import("../../server/platform/config");
  try {
    return loadConfig(process.env);
  } catch (error) {
    throw new TaskError(reasonOf(error), exitCodeOfRefusal);
  }
}
