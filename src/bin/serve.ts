import { allRoutes } from "../app/api/all-routes";
import { loadRoutes } from "../server/host/api-router";
import { host, hostApi } from "../server/host/host";
import { type Config, ConfigError, config } from "../server/platform/config";
import { logger } from "../server/platform/logger";
import { exitCodeOfRefusal } from "./support/supervise";

/**
 * The server process itself: serves the production build on PORT (of HOST, or of all addresses) until it is told to stop.
 * With `--api` the API alone, which needs no build.
 */
const { mode } = configured();
const apiOnly = process.argv.includes("--api");
const address = { port: Number(process.env.PORT ?? 3000), host: process.env.HOST || undefined };
const server = await (apiOnly ? hostApi : host)(address, await loadRoutes(allRoutes)).catch(endUnlistening);
logger().info({ port: server.port, mode }, "ready");

// From here on one fault is one request's: it must not end those beside it. With pages Next sees to that itself.
if (apiOnly) {
  process.on("uncaughtException", (error) => logger().error({ error }, "an exception was not caught"));
  process.on("unhandledRejection", (error) => logger().error({ error }, "a rejection was not handled"));
}

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    logger().info({ signal }, "stopping");
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger().error({ error }, "could not stop cleanly");
        process.exit(1);
      },
    );
  });
}

/** Whoever started this process tries again when it dies, but not with a configuration that it refuses. */
function refuse(message: string): never {
  console.error(message);
  process.exit(exitCodeOfRefusal);
}

function configured(): Config {
  try {
    return config();
  } catch (error) {
    if (error instanceof ConfigError) refuse(error.message);
    throw error;
  }
}

function endUnlistening(error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (["ENOTFOUND", "EADDRNOTAVAIL", "EACCES"].includes(code)) {
    refuse(`HOST or PORT is wrong: can't listen there (${code})`);
  }
  throw error;
}
