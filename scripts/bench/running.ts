import { info, TaskError, warn } from "../../src/bin/support/terminal";
import { readDemo } from "../dev/demo";
import { load } from "./load";
import { growthOf, residentMiB, sampleMemory } from "./memory";
import type { BenchOptions } from "./options";
import { requestsTo } from "./routes";
import { figure, tableLines } from "./table";

/** Loads a server that runs already with a mix of requests. Resolves to 1 after failures or if its memory keeps growing. */
export async function runRunning({ running, seconds, rounds, connections }: BenchOptions): Promise<number> {
  const demo = readDemo();
  const url = (running.url ?? demo?.url ?? "").replace(/\/+$/, "");
  const key = running.key ?? demo?.tenants[0]?.secretKey;
  const slug = running.slug ?? demo?.tenants[0]?.slug;
  if (!url || !key || !slug)
    throw new TaskError("--url, --key and --slug are needed: there is no .data/demo.json.", 2);
  if (running.pid !== undefined && residentMiB(running.pid) === undefined)
    throw new TaskError(`There is no process ${running.pid}.`, 2);
  const routes = await requestsTo({ url, key, slug });
  const inAll = seconds * rounds;
  info(`loading ${url} for ${inAll} s, ${routes.length} routes with ${connections} connections each`);
  const run = (duration: number) =>
    Promise.all(routes.map(({ requests }) => load({ url, requests, seconds: duration, connections })));
  // What is compiled and filled by the first requests is neither speed nor growth.
  await run(Math.min(20, inAll));
  const memory = running.pid === undefined ? undefined : sampleMemory(running.pid);
  const measured = await run(inAll);
  const rows = measured.map(({ rate, p50, p99, wrong, lost }, index) => {
    const faults = [
      ...Object.entries(wrong).map(([status, n]) => `${n} × ${status}`),
      ...(lost ? [`${lost} lost`] : []),
    ];
    return [routes[index]?.name ?? "", figure(rate), figure(p50), figure(p99), faults.join(", ")];
  });
  console.log(`\n${tableLines(["route", "req/s", "p50 ms", "p99 ms", "not 2xx"], rows).join("\n")}\n`);
  const failed = measured.some(
    ({ wrong, lost }) => lost > 0 || Object.keys(wrong).some((status) => status >= "5"),
  );
  if (measured.some(({ wrong }) => wrong["429"]))
    warn("the rate limit refused requests, so the figures say little: give the server higher limits");
  return reportGrowth(memory?.stop()) || failed ? 1 : 0;
}

/** Prints the growth and tells whether it goes on. */
function reportGrowth(samples: number[] | undefined): boolean {
  const growth = samples && growthOf(samples);
  if (!growth) return false;
  const { second, last, growing } = growth;
  info(`memory (median): ${second.toFixed(0)} MiB in the second quarter, ${last.toFixed(0)} MiB in the last`);
  if (growing) warn("it keeps growing");
  return growing;
}
