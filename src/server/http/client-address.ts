import { isIPv6 } from "node:net";

/** Set by our own host from the socket; never taken from a client (the host overwrites it). */
export const peerHeader = "x-masthead-peer";

/**
 * The client's address. Each trusted proxy adds the address that it saw to the right of X-Forwarded-For, so the client
 * is that many places from the right; what stands further left is the client's own claim.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const peer = headers.get(peerHeader);
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
