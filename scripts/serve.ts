import { allRoutes } from "../src/app/api/all-routes";
import { loadRoutes } from "../src/server/http/api-router";
import { host, hostApi } from "../src/server/http/host";
import { config } from "../src/server/platform/config";
import { logger } from "../src/server/platform/logger";

/**
 * The server process itself: serves the production build on PORT until it is told to stop. With `--api` the API alone,
 * which needs no build.
 */
const { mode } = config();
const serve = process.argv.includes("--api") ? hostApi : host;
const server = await serve(Number(process.env.PORT ?? 3000), await loadRoutes(allRoutes));
logger().info({ port: server.port, mode }, "ready");

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
