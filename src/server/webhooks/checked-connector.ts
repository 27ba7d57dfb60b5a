import type { LookupAddress, LookupOptions } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { isAllowedAddress } from "./address-policy";
import { literalAddresses, type OutboundPolicy } from "./allowed-url";
import type { ResolveHost } from "./resolve-host";

/** The host has no address, or one that requests may not go to. The message is for the log only. */
export class HostRefused extends Error {
  override readonly name = "HostRefused";
}

/** How long one address is tried while there are others, in milliseconds: room for two lost packets. */
const attemptTimeoutMs = 3_000;
const addressesMax = 4;

/**
 * Connects to addresses that `policy` allows, and to no others: those that were checked are those that are connected to, so
 * that a name can't lead elsewhere in between. TLS is verified whatever NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export function checkedConnector(policy: OutboundPolicy, resolve: ResolveHost): buildConnector.connector {
  const connect = buildConnector({
    timeout: 10_000,
    allowH2: false,
    rejectUnauthorized: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
    lookup: checkedLookup(policy, resolve),
  });
  return (options, callback) => {
    // Node doesn't look literals up.
    const { hostname } = options;
    if (isIP(hostname) && !isAllowedAddress(hostname, policy.networks)) {
      callback(new HostRefused(`${hostname} is not allowed`), null);
    } else connect(options, callback);
  };
}

function checkedLookup(policy: OutboundPolicy, resolve: ResolveHost): LookupFunction {
  return (hostname, options, callback) => {
    checkedAddresses(hostname, policy, resolve).then(
      (addresses) => answerLookup(addresses, options, callback),
      (error: Error) => callback(error, []),
    );
  };
}

/** One address that isn't allowed refuses the host: whoever mixes them tries which one is taken. */
async function checkedAddresses(
  hostname: string,
  policy: OutboundPolicy,
  resolve: ResolveHost,
): Promise<LookupAddress[]> {
  const found = literalAddresses(hostname) ?? (await resolve(hostname));
  const refused = found.find((address) => !isAllowedAddress(address, policy.networks));
  if (refused !== undefined) throw new HostRefused(`${hostname} leads to ${refused}, which is not allowed`);
  if (found.length === 0) throw new HostRefused(`${hostname} has no address`);
  return found.slice(0, addressesMax).map((address) => ({ address, family: isIP(address) }));
}

function answerLookup(
  addresses: LookupAddress[],
  options: LookupOptions,
  callback: Parameters<LookupFunction>[2],
): void {
  const [first] = addresses;
  if (options.all) callback(null, addresses);
  else callback(null, first?.address ?? "", first?.family);
}
