import { parseArgs } from "node:util";
import { reasonOf, TaskError } from "../../src/bin/support/terminal";
import { workloads } from "./workloads";

export const usage = `Measures the program in production mode against what this stack can do at best, on databases of its own.

  npm run bench                        W1-W6 and the start, as ratios, compared with scripts/bench/baseline.json
  npm run bench -- --large             how W1-W3 grow from 10,000 articles to 1,000,000, and what row security costs
  npm run bench -- --noisy             what others notice of an organisation at a hundred times its quota
  npm run bench -- --soak 10           memory of the server under ten minutes of mixed load
  npm run bench -- --profile W2        where the server's time goes in one workload
  npm run bench -- --cold              the same with nothing cached: every read asks Postgres
  npm run bench -- --url URL --key KEY --slug SLUG [--pid PID]
                                       mixed load on a server that runs already; .data/demo.json has the defaults

  --only W1,W2      these workloads and nothing else
  --rounds 5        turns of each server; figures are medians
  --seconds 5       of one turn
  --connections 10
  --no-build        measure what was built last
  --out FILE        where the figures go as JSON (.data/bench/latest.json)
  --save-baseline   keep this run's ratios as the baseline

Nothing else should run on the machine. Figures of different runs don't compare; ratios do.`;

const options = {
  only: { type: "string" },
  rounds: { type: "string", default: "5" },
  seconds: { type: "string", default: "5" },
  connections: { type: "string", default: "10" },
  "no-build": { type: "boolean", default: false },
  out: { type: "string" },
  "save-baseline": { type: "boolean", default: false },
  large: { type: "boolean", default: false },
  "large-articles": { type: "string", default: "1000000" },
  noisy: { type: "boolean", default: false },
  cold: { type: "boolean", default: false },
  soak: { type: "string" },
  profile: { type: "string" },
  url: { type: "string" },
  key: { type: "string" },
  slug: { type: "string" },
  pid: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

export interface BenchOptions {
  /** Ids of the workloads that are wanted. */
  only: string[] | undefined;
  rounds: number;
  seconds: number;
  connections: number;
  build: boolean;
  out: string | undefined;
  saveBaseline: boolean;
  large: boolean;
  /** Articles of the large database; a thousandth as many organisations. */
  largeArticles: number;
  noisy: boolean;
  /** The program runs with its cache switched off. */
  cold: boolean;
  soakMinutes: number | undefined;
  profile: string | undefined;
  running: {
    url?: string | undefined;
    key?: string | undefined;
    slug?: string | undefined;
    pid?: number | undefined;
  };
  help: boolean;
}

/** Throws a TaskError that names what is wrong. */
export function readOptions(args: string[]): BenchOptions {
  const values = parse(args);
  const { url, key, slug, pid, soak, profile } = values;
  if (values.cold && values["save-baseline"])
    throw new TaskError("--cold is no run to keep as the baseline.", 2);
  return {
    only: values.only?.split(",").map(workloadId),
    rounds: integerString("--rounds", values.rounds),
    seconds: integerString("--seconds", values.seconds),
    connections: integerString("--connections", values.connections),
    build: !values["no-build"],
    out: values.out,
    saveBaseline: values["save-baseline"],
    large: values.large,
    largeArticles: integerString("--large-articles", values["large-articles"]),
    noisy: values.noisy,
    cold: values.cold,
    soakMinutes: soak === undefined ? undefined : integerString("--soak", soak),
    profile: profile === undefined ? undefined : workloadId(profile),
    running: { url, key, slug, pid: pid === undefined ? undefined : integerString("--pid", pid) },
    help: values.help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new TaskError(`${reasonOf(error)}\n\n${usage}`, 2);
  }
}

function workloadId(text: string): string {
  const id = text.trim().toUpperCase();
  if (workloads.some((workload) => workload.id === id)) return id;
  throw new TaskError(`There is no workload "${text}": ${workloads.map((one) => one.id).join(", ")}.`, 2);
}

function integerString(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new TaskError(`${name} must be a whole number above 0, not "${text}".`, 2);
  return Number(text);
}
