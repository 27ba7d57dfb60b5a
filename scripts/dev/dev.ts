import { printBanner } from "./support/banner";
import { migrateDatabase, openDatabase } from "./support/database";
import { ensureDemo, readDemo } from "./support/demo";
import { applyEnvironment, loadDotEnv, serverEnvironment } from "./support/environment";
import { alsoOnOtherLoopback } from "./support/loopback";
import { startNext, untilServerEnds, waitForAnswer } from "./support/next";
import { choosePort, requestedHost, requestedPort } from "./support/ports";
import { takeRunLock } from "./support/run-lock";
import { atShutdown, runServer } from "./support/shutdown";

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
  await migrateDatabase(database);
  const listen = ["--port", String(port), "--hostname", host ?? "localhost"];
  const server = startNext(["dev", ...listen, ...rest], "development");
  if (!host) await alsoOnOtherLoopback(port);
  lock.announce(url);
  await Promise.all([ensureDemo(url, serverEnvironment()), waitForAnswer(`${url}/login`, server)]);
  printBanner(url, readDemo(), "dev");
  return untilServerEnds(server);
});
