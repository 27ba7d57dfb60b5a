import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { root } from "../support/paths";
import { say } from "../support/say";
import { atShutdown } from "../support/shutdown";
import { usedBy } from "./cpu";
import type { BenchOptions } from "./options";
import { type Pace, type Paced, paced } from "./paced";
import type { Request } from "./request";
import type { Sampled } from "./sample";
import { makeFilled, setStage } from "./stage";
import { median, percentile } from "./statistics";
import { startPrograms, type Target } from "./targets";
import { workloads } from "./workloads";

/** Requests a minute that an organisation may send here, and how many times as many one of them sends. */
const quota = 600;
const times = 100;

/** Requests a second of all the others together: few enough that none of them meets its own quota. */
const othersRate = 100;

/** What others notice of an organisation that sends a hundred times what it may: the p95 of their reads. */
export async function runNoisy(options: BenchOptions): Promise<void> {
  const stage = await setStage(options, false);
  const { database, sample } = await makeFilled(stage.cluster, "bench", 10_000);
  const [target] = await startPrograms({ database, redis: stage.redis, organisationMax: quota });
  if (!target) throw new Error("there is nothing to measure");
  const { noise, others } = divide(sample);
  const parts = { server: target.pid, postgres: stage.cluster.pid, redis: stage.redis.pid };
  const quietly = () => loadOthers(target, others, options);
  for (let turn = 0; turn < 4; turn++) await quietly(); // until V8 has compiled what is hot
  const child = await startNoise();
  const rounds: Round[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const [idle, without] = await during(parts, quietly);
    const [busy, [both, loud]] = await during(parts, () =>
      Promise.all([quietly(), loadNoise(child, target, noise, options)]),
    );
    const refused = loud[429] ?? 0;
    const sent = Object.values(loud).reduce((sum, count) => sum + count, 0);
    rounds.push({ without, with: both, refused, sent, cpuMs: busy - idle });
    say(`p95 of others: ${without.toFixed(1)} ms, ${both.toFixed(1)} ms beside ${sent} requests`);
  }
  report(rounds, options);
}

interface Round {
  without: number;
  with: number;
  refused: number;
  sent: number;
  /** Processor time that the noise cost. */
  cpuMs: number;
}

/** The organisation that is asked for most makes the noise, with both its keys. */
function divide(sample: Sampled[]): { noise: Sampled[]; others: Sampled[] } {
  const counts = new Map<string, number>();
  for (const { tenantId } of sample) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
  const [loudest] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const isLoud = ({ tenantId }: Sampled) => tenantId === loudest;
  return { noise: sample.filter(isLoud), others: sample.filter((one) => !isLoud(one)) };
}

function readsOf(sampled: Sampled[]): Request[] {
  return workloads
    .filter(({ id }) => id === "W1" || id === "W2")
    .flatMap(({ requests }) => {
      const made = requests(sampled, "api");
      return typeof made === "function" ? [] : made;
    });
}

async function loadOthers({ url }: Target, others: Sampled[], { seconds }: BenchOptions): Promise<number> {
  const requests = readsOf(others);
  const { latencies, statuses } = await paced({ url, requests, seconds: seconds * 2, rate: othersRate });
  if (Object.keys(statuses).join() !== "200")
    throw new Error(`others were refused: ${JSON.stringify(statuses)}`);
  return percentile(Float64Array.from(latencies).sort(), 0.95);
}

/** Starts the process that makes the noise, which takes the processor for a while, before anything is measured. */
async function startNoise(): Promise<ChildProcess> {
  const child = fork(path.join(root, "scripts/bench/paced-process.ts"), { execArgv: ["--import", "tsx"] });
  atShutdown("the noise", async () => void child.kill());
  await once(child, "message");
  return child;
}

/** Resolves to the answers by status. */
async function loadNoise(child: ChildProcess, { url }: Target, noise: Sampled[], { seconds }: BenchOptions) {
  const rate = (quota / 60) * times;
  child.send({ url, requests: readsOf(noise), seconds: seconds * 2, rate } satisfies Pace);
  const [{ statuses }] = (await once(child, "message")) as [Paced];
  return statuses;
}

/** Does `work` and says how much processor time all parts took meanwhile, in milliseconds. */
async function during<T>(parts: Parameters<typeof usedBy>[0], work: () => Promise<T>): Promise<[number, T]> {
  const before = usedBy(parts);
  const result = await work();
  const after = usedBy(parts);
  const sum = after.server + after.postgres + after.redis - before.server - before.postgres - before.redis;
  return [sum, result];
}

function report(rounds: Round[], { seconds }: BenchOptions): void {
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  const ratio = middle((round) => round.with / round.without);
  const rate = (figure: (round: Round) => number) => (middle(figure) / (seconds * 2)).toFixed(0);
  console.log(`
  p95 of the others, alone                    ${middle((round) => round.without).toFixed(1)} ms
  p95 of the others, beside the noise         ${middle((round) => round.with).toFixed(1)} ms (${((ratio - 1) * 100).toFixed(0)} % more; aim: 10 %)
  requests of the noise                       ${rate(({ sent }) => sent)} a second, ${times} times its quota of ${quota} a minute
  of them refused                             ${rate(({ refused }) => refused)} a second
  processor time of one of them, all parts    ${middle((round) => (round.cpuMs * 1_000) / round.sent).toFixed(0)} µs
`);
}
