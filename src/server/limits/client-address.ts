import { randomBytes } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { RequestHeaders } from "../pipeline/api-request";
import { processSingleton } from "../platform/process-singleton";

/** Where our own host says whom it has a connection with, over whatever a client may have sent: see `peerValue`. */
export const peerHeader = "x-masthead-peer";

/** Known to this process alone, so that nobody else can say who the peer is. */
const secret = () => processSingleton("peer-secret", () => randomBytes(24).toString("base64url"));

export function peerValue(peer: string): string {
  return `${secret()} ${peer}`;
}

/** The peer that our own host has named; undefined for whatever anybody else has written there. */
export function peerOf(headers: RequestHeaders): string | undefined {
  const [word, peer] = headers.get(peerHeader)?.split(" ") ?? [];
  return word === secret() ? peer : undefined;
}

/** Stands for all addresses that can't be read, so that no spelling makes a client of its own. */
const unknown = "unknown";

/**
 * The client's address, in one spelling. Each trusted proxy adds the address that it saw to the right of X-Forwarded-For,
 * so the client is that many places from the right; what stands further left is the client's own claim. The header
 * `Forwarded` isn't read: proxies that don't write it hand on a client's.
 */
export function clientAddress(headers: RequestHeaders, trustedProxies: number): string {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const peer = peerOf(headers);
  const chain = [...forwarded.filter(Boolean), ...(peer ? [peer] : [])];
  // Without our host in front (plain `next start`), the peer itself is the last entry.
  const index = peer ? chain.length - 1 - trustedProxies : chain.length - Math.max(1, trustedProxies);
  return parseAddress(chain[Math.max(0, index)] ?? unknown);
}

/** What one client can easily have many of is one address here: an IPv6 network of 64 bits. */
export function addressGroup(address: string): string {
  return networkOf(address, 4) ?? address;
}

/** The network that an IPv6 address' group is one of 65,536 in; undefined for other addresses. */
export function addressNetwork(address: string): string | undefined {
  return networkOf(address, 3);
}

/** Of an address as `clientAddress` spells it: its first groups of 16 bits. */
function networkOf(address: string, length: number): string | undefined {
  if (!address.includes(":")) return undefined;
  const [head = "", tail = ""] = address.split("::");
  const [left, right] = [head, tail].map((half) => half.split(":").filter(Boolean)) as [string[], string[]];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return `${[...left, ...zeros, ...right].slice(0, length).join(":")}::/${16 * length}`;
}

/**
 * An address as proxies write it: bare, with a port, in brackets, in quotes, with a zone, or as an IPv4 address within
 * IPv6. `unknown` for everything else, obfuscated identifiers among it.
 */
function parseAddress(written: string): string {
  const bare = written
    .replace(/^"(.*)"$/, "$1")
    .replace(/^\[(.*)\](?::\d{1,5})?$/, "$1")
    .replace(/(\.\d{1,3}):\d{1,5}$/, "$1")
    .replace(/%[\w.%-]*$/, "");
  // Only what has the looks is parsed: refusing costs an exception.
  if (/^[\d.]+$/.test(bare)) return ipaddr.IPv4.isValidFourPartDecimal(bare) ? bare : unknown;
  if (!/^[\da-f:.]{2,45}$/i.test(bare)) return unknown;
  return ipv6Of(bare);
}

function ipv6Of(bare: string): string {
  let address: ipaddr.IPv6;
  try {
    address = ipaddr.IPv6.parse(bare);
  } catch {
    return unknown;
  }
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}
