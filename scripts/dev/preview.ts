import { printBanner } from "./support/banner";
import { migrateDatabase, openDatabase } from "./support/database";
import { ensureDemo, readDemo } from "./support/demo";
import { applyEnvironment, loadDotEnv, serverEnvironment } from "./support/environment";
import { alsoOnOtherLoopback } from "./support/loopback";
import { buildProgram, startServer, untilServerEnds, waitForAnswer } from "./support/next";
import { choosePort, requestedHost, requestedPort } from "./support/ports";
import { takeRunLock } from "./support/run-lock";
import { atShutdown, runServer } from "./support/shutdown";

/** `npm run preview`: the production build on development's database, to look at it or to measure it. */
await runServer(async () => {
  loadDotEnv();
  const { port: wanted, rest } = requestedPort(process.argv.slice(2), process.env);
  const { host } = requestedHost(rest, process.env);
  const lock = await takeRunLock("preview");
  atShutdown("run lock", lock.release);
  const port = await choosePort(wanted);
  const url = `http://localhost:${port}`;
  const database = await openDatabase();
  applyEnvironment({ mode: "preview", appUrl: database.appUrl, port });
  await migrateDatabase(database);
  await buildProgram();
  const server = startServer({ port, host: host ?? "localhost" });
  if (!host) await alsoOnOtherLoopback(port);
  lock.announce(url);
  await Promise.all([ensureDemo(url, serverEnvironment()), waitForAnswer(`${url}/login`, server)]);
  printBanner(url, readDemo(), "preview");
  return untilServerEnds(server);
});
