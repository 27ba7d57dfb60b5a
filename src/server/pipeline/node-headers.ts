import type { IncomingMessage } from "node:http";
import type { RequestHeaders } from "./api-request";

/** A request's headers of node's in the form that is asked for elsewhere. */
export function headersOf({ headers }: IncomingMessage): RequestHeaders {
  const find = (name: string) => {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : value;
  };
  return { get: (name) => find(name) ?? null, has: (name) => find(name) !== undefined };
}
