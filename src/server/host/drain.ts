import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { securityHeaders } from "../pipeline/security-headers";
import { config } from "../platform/config";
import { beginShutdown, isShuttingDown } from "../platform/shutdown-state";

/**
 * Set by a proxy that asks another process when this one answers 502. nginx never asks for our health: it learns that a
 * process is leaving only from an answer that it may throw away.
 */
const retriesHeader = "x-masthead-retries";

/** How long requests in flight may take to finish, counted from the order to stop, in milliseconds. */
const finishMs = 8_000;

/** Part of that is left after a long notice, too. */
const finishMinMs = 6_000;

export interface Drain {
  /** To be called first with each request. Answers what another process should be asked, and says whether it did. */
  turnsAway(request: IncomingMessage, response: ServerResponse): boolean;
  /** Resolves when the last connection has ended; after some 8 seconds those that haven't are cut off. */
  stop(): Promise<void>;
}

/**
 * Brings a server down without a request failing that came through a proxy. `noticeMs` is how long a proxy has for each
 * of its two steps; 0 where none is in front.
 *
 * 1. The health check answers 503, everything else is served as before: proxies that ask for our health go elsewhere. One
 *    that says it asks another process gets 502 for what it may ask twice (GET, HEAD), and so goes elsewhere as well.
 * 2. Nobody connects any more by now, so that closing the listener cuts off no one who waits to be accepted. Connections
 *    that are kept alive are not closed at once, since a request may be on its way: each ends after its next answer, or
 *    when it has been idle for another notice, by which time the proxy has closed it.
 */
export function drainOf(server: Server, noticeMs: number): Drain {
  let isClosing = false;
  return {
    turnsAway(request, response) {
      if (isClosing) response.setHeader("Connection", "close");
      if (!isShuttingDown() || !isAskedElsewhere(request)) return false;
      const headers = { ...securityHeaders(null, config()), "Cache-Control": "no-store" };
      response.writeHead(502, { ...headers, "Content-Length": 0 }).end();
      return true;
    },
    async stop() {
      beginShutdown();
      if (noticeMs > 0) await sleep(noticeMs);
      if (noticeMs > 0) await quietMoment();
      isClosing = true;
      await close(server, noticeMs);
    },
  };
}

/** A turn of the event loop that takes no longer than this had nothing to do, in milliseconds. */
const quietMs = 0.2;

/** How long to look for one, in milliseconds. */
const lookMs = 500;

/**
 * Waits for a turn of the event loop in which nothing happened. Whoever connects waits for the next turn, and one who waits
 * when the listener closes is cut off: after a turn that was busy for milliseconds somebody may well wait.
 */
async function quietMoment(): Promise<void> {
  const end = performance.now() + lookMs;
  for (let before = performance.now(); before < end; ) {
    await setImmediate();
    const now = performance.now();
    if (now - before < quietMs) return;
    before = now;
  }
}

function isAskedElsewhere({ method, headers }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && headers[retriesHeader] !== undefined;
}

async function close(server: Server, idleMs: number): Promise<void> {
  const closed = once(server, "close");
  // Not the close of an HTTP server, which begins with ending idle connections.
  NetServer.prototype.close.call(server);
  const cutOff = setTimeout(() => server.closeAllConnections(), Math.max(finishMinMs, finishMs - idleMs));
  if (idleMs > 0) await Promise.race([closed, sleep(idleMs)]);
  // Again and again: one that was busy when the listener closed has not been told to end after its answer.
  server.closeIdleConnections();
  const tidying = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(tidying);
  clearTimeout(cutOff);
}
