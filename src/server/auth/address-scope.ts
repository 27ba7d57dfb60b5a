import { BlockList, isIP } from "node:net";

const here = listOf(["127.0.0.0/8", "::1/128"]);
/** RFC 1918, RFC 6598 (carriers), RFC 3927 and RFC 4193, RFC 4291: addresses that mean something only in one network. */
const privateNetworks = listOf([
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
]);

/**
 * What can be said of where an address is without asking anybody: nothing of one on the internet, whose place only a data
 * base would know, and guess.
 */
export function addressScope(address: string | null): "this machine" | "a private network" | null {
  if (!address) return null;
  if (contains(here, address)) return "this machine";
  return contains(privateNetworks, address) ? "a private network" : null;
}

function contains(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? "ipv6" : "ipv4");
}

function listOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits] = network.split("/");
    list.addSubnet(base, Number(bits), isIP(base) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}
