import { shared } from "../platform/shared";
import type { RequestHeaders } from "./api-request";

/**
 * Set by our own host where it has passed the gate in front of the framework, whose own gate then counts nothing again. The
 * host deletes whatever a client may have put in its place; without our host nobody is believed.
 */
export const countedHeader = "x-masthead-counted";

const host = () => shared("host-counts", () => ({ isOurs: false }));

/** Says that this process is served by our own host, which sets the header or deletes it. */
export function believeCounted(): void {
  host().isOurs = true;
}

export function isCounted(headers: RequestHeaders): boolean {
  return host().isOurs && headers.has(countedHeader);
}
