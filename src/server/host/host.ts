import { createServer, type RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { config } from "../platform/config";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import { redis } from "../platform/redis";
import { workerInside } from "../platform/worker-inside";
import { apiListener, refuseUnknown } from "./api-host";
import type { ResourceModule } from "./api-router";
import { type Drain, drainOf } from "./drain";
import { refusesMalformedActions } from "./malformed-actions";
import { answerMalformed } from "./malformed-requests";
import { pagesListener } from "./pages-host";
import { withRedirectStatus } from "./redirects";
import { filterRequests } from "./request-filter";
import { staticFiles } from "./static-files";

export interface ListenAddress {
  port: number;
  /** All addresses of the machine by default. */
  host?: string | undefined;
}

export interface Host {
  port: number;
  /** Lets proxies know, then takes nothing new, finishes what is in flight, closes the connections to Postgres and Redis. */
  stop(): Promise<void>;
}

/**
 * How long a connection may wait for its next request, in milliseconds: longer than proxies keep theirs, or one would send
 * a request over a connection that ends at that moment.
 */
const keepAliveTimeout = 65_000;

type Routes = Record<string, ResourceModule>;

/**
 * Serves the built program. `next start` would do, but for two things: it believes any X-Forwarded-For, so that a client
 * could choose its own rate limit, and it cuts off what is in flight when it is told to stop. And the API's routes are
 * answered in front of it, since Next costs several times what such a request does.
 */
export async function host(address: ListenAddress, routes: Routes): Promise<Host> {
  // Loaded here, so that a process of the API alone does without.
  const { default: next } = await import("next");
  // It would take upgrades of the server that it is given, and leave their sockets open: so it gets one that nobody calls.
  const app = next({ dev: false, port: address.port, httpServer: new Server() });
  await app.prepare();
  const handle = app.getRequestHandler();
  const answersApi = apiListener(routes);
  const framework: RequestListener = (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.destroyed) logger().error({ error }, "a request was not handled");
      response.destroy();
    });
  };
  const [answersFile, answersPage] = [
    staticFiles(framework),
    pagesListener(withRedirectStatus(refusesMalformedActions(framework))),
  ];
  return listen(
    newServer(),
    address,
    (request, response) => {
      if (!answersApi(request, response) && !answersFile(request, response)) answersPage(request, response);
    },
    () => app.close(),
  );
}

/** Serves the API and nothing else, to scale it apart from the pages. */
export function hostApi(address: ListenAddress, routes: Routes): Promise<Host> {
  const answersApi = apiListener(routes);
  return listen(newServer(), address, (request, response) => {
    if (!answersApi(request, response)) refuseUnknown(request, response);
  });
}

function newServer(): Server {
  return createServer({
    requestTimeout: 30_000,
    headersTimeout: 15_000,
    // Node looks every 30 s, and a request would have twice as long.
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout,
    maxHeaderSize: 16 * 1024,
  });
}

async function listen(
  server: Server,
  address: ListenAddress,
  listener: RequestListener,
  close: () => Promise<void> = async () => undefined,
): Promise<Host> {
  const drain = drainOf(server, config().drainMs);
  const answers = filterRequests(listener);
  server.on("request", (request, response) => {
    if (!drain.turnsAway(request, response)) answers(request, response);
  });
  server.on("clientError", answerMalformed);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: address.port, host: address.host }, () => resolve());
  });
  return { port: (server.address() as AddressInfo).port, stop: () => stop(drain, close) };
}

async function stop(drain: Drain, close: () => Promise<void>): Promise<void> {
  await Promise.all([drain.stop(), workerInside().stop?.()]);
  await close();
  await Promise.all([database().close(), redis().close()]);
}
