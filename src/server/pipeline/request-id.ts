import { randomUUID } from "node:crypto";
import type { RequestHeaders } from "./api-request";

export const requestIdHeader = "x-request-id";

/** The client's request id if it is well formed (8 to 64 letters, digits, `.`, `_`, `-`), else a new one. */
export function requestIdOf(headers: RequestHeaders): string {
  const given = headers.get(requestIdHeader);
  return given && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomUUID();
}
