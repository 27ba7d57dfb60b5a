import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../src/bin/support/paths";
import { atShutdown } from "../../src/bin/support/shutdown";
import { info } from "../../src/bin/support/terminal";
import { usedBy } from "./cpu";
import type { BenchOptions } from "./options";
import { type Pace, type Paced, paced } from "./paced";
import type { Request } from "./request";
import type { Sampled } from "./sample";
import { makeFilled, setStage } from "./stage";
import { median, percentile } from "./statistics";
import { startPrograms, startRefuser, type Target } from "./targets";
import { workloads } from "./workloads";

/** Requests a minute that an organisation may send here, and how many times as many one of them sends. */
const quota = 600;
const times = 100;

/** What the noise was allowed again while it was silent is used up by then. */
const steady = { aheadMs: 1_000 };

/** Requests a second of all the others together: few enough that none of them meets its own quota. */
const othersRate = 100;

/**
 * What others notice of an organisation that sends a hundred times what it may: the p95 of their reads. Sending that much
 * takes the same two cores, so it is sent to a bare server as well that refuses it all: what that does to the others is
 * the machine's part, and the least there can be.
 */
export async function runNoisy(options: BenchOptions): Promise<void> {
  const stage = await setStage(options, false);
  const { database, sample } = await makeFilled(stage.cluster, "bench", 10_000);
  const [target] = await startPrograms({ database, redis: stage.redis, organisationMax: quota });
  if (!target) throw new Error("there is nothing to measure");
  const refuser = await startRefuser();
  const { noise, others } = divide(sample);
  const parts = { server: target.pid, postgres: stage.cluster.pid, redis: stage.redis.pid };
  const turnSeconds = options.seconds * 2;
  const quietly = (seconds = turnSeconds) => loadOthers(target, others, seconds);
  const child = await startNoise();
  const besideNoiseTo = async (whom: Target, { aheadMs = 0, seconds = turnSeconds } = {}) => {
    const loud = loadNoise(child, whom, noise, seconds + aheadMs / 1_000);
    await sleep(aheadMs);
    const p95 = await quietly(seconds);
    return { p95, statuses: await loud };
  };
  for (let turn = 0; turn < 4; turn++) await quietly(); // until V8 has compiled what is hot
  const first = await besideNoiseTo(target, { seconds: 1 });
  info(`p95 of others in the second in which the noise uses up its quota: ${first.p95.toFixed(1)} ms`);
  const rounds: Round[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const [idle, alone] = await during(parts, quietly);
    const least = await besideNoiseTo(refuser, steady);
    const [busy, beside] = await during(parts, () => besideNoiseTo(target, steady));
    const refused = beside.statuses[429] ?? 0;
    const sent = Object.values(beside.statuses).reduce((sum, count) => sum + count, 0);
    rounds.push({ alone, least: least.p95, beside: beside.p95, refused, sent, cpuMs: busy - idle });
    const figures = [alone, least.p95, beside.p95].map((value) => value.toFixed(1));
    info(`p95 of others: ${figures[0]} ms, beside noise elsewhere ${figures[1]} ms, here ${figures[2]} ms`);
  }
  report(rounds, first.p95, options);
}

interface Round {
  /** Milliseconds: the p95 of the others without noise, beside noise that a bare server refuses, beside noise here. */
  alone: number;
  least: number;
  beside: number;
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

async function loadOthers({ url }: Target, others: Sampled[], seconds: number): Promise<number> {
  const requests = readsOf(others);
  const { latencies, statuses } = await paced({ url, requests, seconds, rate: othersRate });
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
async function loadNoise(child: ChildProcess, { url }: Target, noise: Sampled[], seconds: number) {
  const rate = (quota / 60) * times;
  const pace = { url, requests: readsOf(noise), seconds, rate };
  child.send(pace satisfies Pace);
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

function report(rounds: Round[], first: number, { seconds }: BenchOptions): void {
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  const rate = (figure: (round: Round) => number) => (middle(figure) / (seconds * 2 + 1)).toFixed(0);
  const ms = (figure: (round: Round) => number) => `${middle(figure).toFixed(1)} ms`.padEnd(8);
  const more = (figure: (round: Round) => number, than: (round: Round) => number) =>
    `${((middle((round) => figure(round) / than(round)) - 1) * 100).toFixed(0)} % more`;
  const [alone, least, beside] = [(r: Round) => r.alone, (r: Round) => r.least, (r: Round) => r.beside];
  console.log(`
  p95 of the others, alone                        ${ms(alone)}
  beside noise that a bare server refuses         ${ms(least)} ${more(least, alone)}
  beside noise that this one refuses              ${ms(beside)} ${more(beside, alone)} (aim: 10 %), ${more(beside, least)} than beside the bare server
  in the second that uses up the quota            ${first.toFixed(1)} ms
  requests of the noise                           ${rate(({ sent }) => sent)} a second, ${times} times its quota of ${quota} a minute
  of them refused                                 ${rate(({ refused }) => refused)} a second
  processor time of one of them, all parts        ${middle((round) => (round.cpuMs * 1_000) / round.sent).toFixed(0)} µs
`);
}
