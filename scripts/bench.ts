import { parseArgs } from "node:util";
import { measure } from "./bench/load";
import { growthOf, residentMiB, sampleMemory } from "./bench/memory";
import { routesOf, type Target } from "./bench/routes";
import { tableLines } from "./bench/table";
import { readDemo } from "./support/demo";
import { reasonOf, say, TaskError, warn } from "./support/say";
import { runTask } from "./support/shutdown";

const usage = `Measures a running server (npm run preview) with a mixed load.

  npm run bench -- [--seconds 60] [--connections 4] [--url URL] [--key KEY] [--slug SLUG] [--pid PID]

  --connections   for each of the six routes
  --url --key --slug   default: the server and the first organisation of .data/demo.json
  --pid           process whose memory is watched, such as the one named next-server

Ends with 1 after any 5xx, any request without an answer, or if memory keeps growing. Give the server high limits, such
as RATE_LIMIT_ADDRESS_PER_MINUTE=1000000 RATE_LIMIT_CREDENTIAL_PER_MINUTE=1000000, or you measure its refusals.`;

await runTask(async () => {
  const options = readOptions();
  if (!options) {
    console.log(usage);
    return 0;
  }
  const { target, seconds, connections, pid } = options;
  const routes = await routesOf(target);
  say(`loading ${target.url} for ${seconds} s, ${routes.length} routes with ${connections} connections each`);
  // What is compiled and filled by the first requests is neither speed nor growth.
  await measure(target.url, routes, { seconds: Math.min(20, seconds), connections });
  const memory = pid === undefined ? undefined : sampleMemory(pid);
  const measured = await measure(target.url, routes, { seconds, connections });
  console.log(`\n${tableLines(measured).join("\n")}\n`);
  const faults = measured.reduce((sum, { serverErrors, lost }) => sum + serverErrors + lost, 0);
  const limited = measured.reduce((sum, one) => sum + one.limited, 0);
  if (faults > 0) warn(`${faults} requests failed`);
  if (limited > 0)
    warn(`${limited} answers were refusals by the rate limit, so the figures say little; see --help`);
  return reportMemory(memory?.stop()) || faults > 0 ? 1 : 0;
});

/** Prints the growth and tells whether it goes on. */
function reportMemory(samples: number[] | undefined): boolean {
  if (!samples) return false;
  const growth = growthOf(samples);
  if (!growth) {
    warn("too few samples of the memory to compare; run longer");
    return false;
  }
  const { second, last, growing } = growth;
  const figures = `${second.toFixed(0)} MiB in the second quarter, ${last.toFixed(0)} MiB in the last`;
  console.log(`  memory (median): ${figures}${growing ? ": it keeps growing" : ""}`);
  return growing;
}

function readOptions() {
  const { values } = parse();
  if (values.help) return undefined;
  const demo = readDemo();
  const [tenant] = demo?.tenants ?? [];
  const [url, key, slug] = [
    values.url ?? demo?.url,
    values.key ?? tenant?.secretKey,
    values.slug ?? tenant?.slug,
  ];
  if (!url || !key || !slug)
    throw new TaskError(`There is no .data/demo.json, so --url, --key and --slug are needed.`, 2);
  const target: Target = { url: url.replace(/\/+$/, ""), key, slug };
  const pid = values.pid === undefined ? undefined : wholeNumber("--pid", values.pid);
  if (pid !== undefined && residentMiB(pid) === undefined)
    throw new TaskError(`There is no process ${pid}.`, 2);
  return {
    target,
    pid,
    seconds: wholeNumber("--seconds", values.seconds),
    connections: wholeNumber("--connections", values.connections),
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        seconds: { type: "string", default: "60" },
        connections: { type: "string", default: "4" },
        url: { type: "string" },
        key: { type: "string" },
        slug: { type: "string" },
        pid: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new TaskError(`${reasonOf(error)}\n\n${usage}`, 2);
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new TaskError(`${name} must be a whole number above 0, not "${text}".`, 2);
  return Number(text);
}
