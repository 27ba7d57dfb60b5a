import { apiRoutes } from "../src/app/api/routes";
import { loadRoutes } from "../src/server/http/api-router";
import { host } from "../src/server/http/host";
import { config } from "../src/server/platform/config";
import { logger } from "../src/server/platform/logger";

/** The server process itself: serves the production build on PORT until it is told to stop. */
const { mode } = config();
const server = await host(Number(process.env.PORT ?? 3000), await loadRoutes(apiRoutes));
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
