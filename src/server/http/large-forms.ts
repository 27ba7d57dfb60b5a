import type { IncomingMessage, ServerResponse } from "node:http";
import { Shares } from "@/db/shares";
import { config } from "../platform/config";
import { shared } from "../platform/shared";
import { addressGroup, clientAddress } from "./client-address";
import { headersOf } from "./node-headers";
import { securityHeaders } from "./security-headers";

/** Bytes of a form up to which there may be any number: more than all but very long articles have. */
const smallBytes = 128 * 1024;

/** Larger ones at a time, from everybody and from one address. */
const bounds = { max: 12, maxEach: 6 };

const forms = () => shared("large-forms", () => new Shares<string>(bounds));

/**
 * Answers a large form with 503 if too many are under way, and says whether it did. The framework takes the whole of a form
 * apart in memory before anything of ours is asked; hundreds at a time would be more than the heap.
 */
export function turnsAwayLargeForm(request: IncomingMessage, response: ServerResponse): boolean {
  const { method, headers } = request;
  if (method === "GET" || method === "HEAD") return false;
  const length = headers["content-length"];
  const isSmall =
    length === undefined ? headers["transfer-encoding"] === undefined : Number(length) <= smallBytes;
  if (isSmall) return false;
  const address = addressGroup(clientAddress(headersOf(request), config().trustedProxies));
  if (forms().tryTake(address)) {
    response.once("close", () => forms().give(address));
    return false;
  }
  const refusal = {
    ...securityHeaders(null, config()),
    "Cache-Control": "no-store",
    "Content-Type": "text/plain; charset=utf-8",
    "Retry-After": "2",
    Connection: "close",
  };
  response.writeHead(503, refusal).end("Too many large forms at a time. Try again in a moment.");
  return true;
}
