import { BlockList, isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Services that tell who reaches them the machine's credentials. Refused whatever the operator allows. */
const metadata = new BlockList();
for (const address of [
  "169.254.169.254", // most clouds
  "169.254.170.2", // AWS, containers
  "169.254.170.23", // AWS, pods
  "100.100.100.200", // Alibaba
  "168.63.129.16", // Azure, in a public network
  "192.0.0.192", // Oracle
]) {
  metadata.addAddress(address, "ipv4");
}
for (const address of ["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254"]) metadata.addAddress(address, "ipv6");

/**
 * Whether a request to an address that somebody else gave may go there: to public unicast addresses and to `allowed`, the
 * operator's own networks. Takes addresses as resolvers and sockets write them; refuses what isn't one.
 */
export function isAllowedAddress(written: string, allowed: BlockList): boolean {
  const parsed = parseAddress(written);
  if (!parsed) return false;
  const address = unwrap(parsed);
  if (isIn(metadata, address)) return false;
  return isIn(allowed, address) || isPublic(address);
}

/** Without zones: who has one is link-local. */
function parseAddress(written: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (isIP(written) === 4) return ipaddr.IPv4.parse(written);
  if (isIP(written) !== 6 || written.includes("%")) return undefined;
  // In hexadecimal alone: ipaddr.js takes `::192.0.2.1` for a mapped address.
  return ipaddr.IPv6.parse(new URL(`http://[${written}]`).hostname.slice(1, -1));
}

/** The IPv4 address that an IPv6 address stands for, where the network sends it there: mapped, or by NAT64 (RFC 6052). */
function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!isIPv6(address)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  const isWellKnownNat64 = address.range() === "rfc6052" && address.parts[2] === 0;
  return isWellKnownNat64 ? lastIPv4(address) : address;
}

/**
 * Whether anybody on the internet could reach it too. Of IPv6, only what is given out as global unicast (2000::/3): so
 * IPv4-compatible and translated forms are out, and by their ranges 6to4, Teredo and NAT64 with a prefix of its own,
 * which lead to an IPv4 address within.
 */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== "unicast") return false;
  if (!isIPv6(address)) return true;
  const [first = 0, , , , isatap = 0, marker = 0] = address.parts;
  if (first < 0x2000 || first > 0x3fff) return false;
  const isIsatap = (isatap === 0 || isatap === 0x0200) && marker === 0x5efe;
  return !isIsatap || isPublic(lastIPv4(address));
}

function lastIPv4(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

function isIPv6(address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv6 {
  return address.kind() === "ipv6";
}

function isIn(list: BlockList, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return list.check(address.toString(), address.kind());
}
