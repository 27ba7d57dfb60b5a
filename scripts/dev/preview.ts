import { buildProgram } from "../../src/bin/support/build";
import {
  applyEnvironment,
  loadDotEnv,
  serverEnvironment,
  workInside,
} from "../../src/bin/support/environment";
import { migrateDatabase } from "../../src/bin/support/migrate-database";
import { choosePort, requestedHost, requestedPort } from "../../src/bin/support/ports";
import { startServer, untilServerEnds } from "../../src/bin/support/server";
import { atShutdown, runServer } from "../../src/bin/support/shutdown";
import { printBanner } from "./banner";
import { openDatabase } from "./database";
import { ensureDemo, readDemo } from "./demo";
import { alsoOnOtherLoopback } from "./loopback";
import { takeRunLock } from "./run-lock";
import { waitForAnswer } from "./wait-for-answer";

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
  workInside();
  await migrateDatabase(database);
  await buildProgram();
  const server = startServer({ port, host: host ?? "localhost" });
  if (!host) await alsoOnOtherLoopback(port);
  lock.announce(url);
  await Promise.all([ensureDemo(url, serverEnvironment()), waitForAnswer(`${url}/login`, server)]);
  printBanner(url, readDemo(), "preview");
  return untilServerEnds(server);
});
