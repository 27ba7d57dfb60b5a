import { isIPv6 } from "node:net";
import { shared } from "../platform/shared";
import type { RequestHeaders } from "./api-request";

/** Set by our own host (`host.ts`) from the socket, over whatever a client may have sent. */
export const peerHeader = "x-masthead-peer";

/** Tells what comes behind the gate the client's address; the gate sets it over whatever a client may have sent. */
export const addressHeader = "x-masthead-address";

const host = () => shared("host", () => ({ setsPeer: false }));

/** Says that this process is served by our own host, so that the peer header can be believed. */
export function believePeerHeader(): void {
  host().setsPeer = true;
}

/**
 * The client's address. Each trusted proxy adds the address that it saw to the right of X-Forwarded-For, so the client
 * is that many places from the right; what stands further left is the client's own claim.
 */
export function clientAddress(
  headers: RequestHeaders,
  trustedProxies: number,
  believePeer = host().setsPeer,
): string {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const peer = believePeer ? headers.get(peerHeader) : null;
  const chain = [...forwarded.filter(Boolean), ...(peer ? [peer] : [])];
  // Without our host in front (plain `next start`), the peer itself is the last entry.
  const index = peer ? chain.length - 1 - trustedProxies : chain.length - Math.max(1, trustedProxies);
  return normalise(chain[Math.max(0, index)] ?? "unknown");
}

/** What one client can easily have many of is one address here: an IPv6 network of 64 bits. */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

function normalise(address: string): string {
  const bare = address.replace(/^\[(.*)\](?::\d+)?$/, "$1").replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare);
  return mapped?.[1] ?? bare.slice(0, 64);
}
