import { type BlockList, isIP } from "node:net";
import { config } from "../platform/config";
import { invalidField } from "../platform/errors";
import type { PortRange } from "../platform/network-schema";
import { isAllowedAddress } from "./address-policy";

/** What the operator allows beside public networks, ports 80 and 443, and https. */
export interface OutboundPolicy {
  networks: BlockList;
  ports: readonly PortRange[];
  http: boolean;
}

export type UrlCheck = { url: URL } | { problem: string };

const lengthMax = 2_048;
const usualPorts: readonly PortRange[] = [80, 443].map((port) => ({ from: port, to: port }));

/**
 * The URL as it is stored, or throws a fault of the field `path`. Names are not asked of DNS here: that is done at each
 * request, when it counts, and its result would tell which names there are in our network.
 */
export function assertAllowedUrl(written: string, path = "url"): string {
  const check = checkUrl(written, config().webhooks);
  if ("problem" in check) throw invalidField(path, check.problem);
  return check.url.href;
}

/** A URL that a request may go to as far as can be told without asking DNS, without fragment; or what is wrong with it. */
export function checkUrl(written: string, policy: OutboundPolicy): UrlCheck {
  const trimmed = written.trim();
  if (trimmed.length > lengthMax) return { problem: `must have at most ${lengthMax} characters` };
  if (/[\s\p{Cc}]/u.test(trimmed)) return { problem: "must not contain blanks or control characters" };
  if (!URL.canParse(trimmed)) return { problem: "must be a URL such as https://example.org/hooks" };
  const url = new URL(trimmed);
  url.hash = "";
  const problem = schemeProblem(url, policy) ?? hostProblem(url, policy) ?? portProblem(url, policy);
  if (problem) return { problem };
  // With its dot at the end a name is the same, but not for certificates and virtual hosts.
  url.hostname = url.hostname.replace(/\.$/, "");
  return url.href.length > lengthMax ? { problem: `must have at most ${lengthMax} characters` } : { url };
}

/** The addresses that a URL's host stands for without DNS: literals, and `localhost` (RFC 6761). */
export function literalAddresses(hostname: string): string[] | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(bare)) return [bare];
  return /^(.*\.)?localhost\.?$/i.test(bare) ? ["127.0.0.1", "::1"] : undefined;
}

function schemeProblem(url: URL, policy: OutboundPolicy): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https://";
  if (url.protocol === "http:" && !policy.http) return "must begin with https://";
  if (url.username || url.password) return "must not contain a user name or password";
  return undefined;
}

function hostProblem({ hostname }: URL, policy: OutboundPolicy): string | undefined {
  if (hostname === "" || hostname === ".") return "must name a host";
  const isAllowed = literalAddresses(hostname)?.every((address) =>
    isAllowedAddress(address, policy.networks),
  );
  return isAllowed === false ? "must not lead to a private or reserved network" : undefined;
}

function portProblem(url: URL, policy: OutboundPolicy): string | undefined {
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const ranges = [...usualPorts, ...policy.ports];
  if (ranges.some(({ from, to }) => from <= port && port <= to)) return undefined;
  const listed = ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return `must use one of the ports ${listed.join(", ")}`;
}
