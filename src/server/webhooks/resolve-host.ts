import { Resolver } from "node:dns/promises";

/** All addresses of a host's name; throws if there is none. */
export type ResolveHost = (hostname: string) => Promise<string[]>;

/**
 * Asks name servers, the system's unless told otherwise. Not by `dns.lookup`: that holds a thread of the process until the
 * system gives up, so a few names whose servers stay silent would keep everybody else from finding theirs.
 */
export function createHostResolver(servers?: string[]): ResolveHost {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers) resolver.setServers(servers);
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    const [first] = answers;
    if (found.length === 0 && first.status === "rejected") throw first.reason;
    return found;
  };
}
