import {
  applyEnvironment,
  loadDotEnv,
  serverEnvironment,
  workInside,
} from "../../src/bin/support/environment";
import { migrateDatabase } from "../../src/bin/support/migrate-database";
import { choosePort, requestedHost, requestedPort } from "../../src/bin/support/ports";
import { untilServerEnds } from "../../src/bin/support/server";
import { atShutdown, runServer } from "../../src/bin/support/shutdown";
import { printBanner } from "./banner";
import { openDatabase } from "./database";
import { ensureDemo, readDemo } from "./demo";
import { alsoOnOtherLoopback } from "./loopback";
import { startNextDev } from "./next-dev";
import { takeRunLock } from "./run-lock";
import { waitForAnswer } from "./wait-for-answer";

/**
 * `npm run dev`: everything that the program needs, then the program, in development. With nothing configured it
 * brings its own Postgres, an in-process Redis and two demo organisations.
 */
await runServer(async () => {
  loadDotEnv();
  const { port: wanted, rest: others } = requestedPort(process.argv.slice(2), process.env);
  const { host, rest } = requestedHost(others, process.env);
  const lock = await takeRunLock("dev");
  atShutdown("run lock", lock.release);
  const port = await choosePort(wanted);
  const url = `http://localhost:${port}`;
  const database = await openDatabase();
  applyEnvironment({ mode: "development", appUrl: database.appUrl, port });
  workInside();
  await migrateDatabase(database);
  const listen = ["--port", String(port), "--hostname", host ?? "localhost"];
  const server = startNextDev([...listen, ...rest]);
  if (!host) await alsoOnOtherLoopback(port);
  lock.announce(url);
  await Promise.all([ensureDemo(url, serverEnvironment()), waitForAnswer(`${url}/login`, server)]);
  printBanner(url, readDemo(), "dev");
  return untilServerEnds(server);
});
