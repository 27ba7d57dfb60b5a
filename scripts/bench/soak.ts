import { info, warn } from "../../src/bin/support/terminal";
import { load } from "./load";
import { growthOf, type MemorySamples, sampleMemory } from "./memory";
import type { BenchOptions } from "./options";
import { makeFilled, setStage } from "./stage";
import { startPrograms, type Target } from "./targets";
import { workloads } from "./workloads";

/** What is asked for at the same time: reads, writes and pages. */
const mix = ["W1", "W2", "W3", "W5", "W6"];

/** Loads each way to run the program for some minutes and watches its memory. Resolves to 1 if that keeps growing. */
export async function runSoak(options: BenchOptions, minutes: number): Promise<number> {
  const stage = await setStage(options, false);
  const filled = await makeFilled(stage.cluster, "bench", 10_000);
  const targets = await startPrograms({ database: filled.database, redis: stage.redis });
  const loadFor = (target: Target, seconds: number) => loadMix(target, filled.sample, seconds, options);
  let growing = false;
  for (const target of targets) {
    info(`${target.name}: ${minutes} minutes of ${mix.join(", ")}`);
    await loadFor(target, 20);
    const memory = sampleMemory(target.pid);
    const answers = await loadFor(target, minutes * 60);
    growing = reportMemory(target, memory, answers) || growing;
  }
  return growing ? 1 : 0;
}

async function loadMix(
  { url, services }: Target,
  sampled: Parameters<(typeof workloads)[number]["requests"]>[0],
  seconds: number,
  { connections }: BenchOptions,
): Promise<number> {
  const parts = workloads.filter(({ id, service }) => mix.includes(id) && services.includes(service));
  const results = await Promise.all(
    parts.map(({ service, requests }) =>
      load({
        url,
        requests: requests(sampled, service),
        seconds,
        connections: Math.max(1, Math.round(connections / parts.length)),
      }),
    ),
  );
  for (const { wrong, lost } of results) {
    if (lost > 0 || Object.keys(wrong).length > 0)
      throw new Error(`requests failed: ${JSON.stringify(wrong)}, ${lost} lost`);
  }
  return results.reduce((sum, { answers }) => sum + answers, 0);
}

function reportMemory({ name }: Pick<Target, "name">, memory: MemorySamples, answers: number): boolean {
  const samples = memory.stop();
  const growth = growthOf(samples);
  if (!growth) {
    warn("too few samples of the memory to compare; run longer");
    return false;
  }
  const { second, last, growing } = growth;
  const figures = `${second.toFixed(0)} MiB in the second quarter, ${last.toFixed(0)} MiB in the last`;
  const most = Math.max(...samples).toFixed(0);
  info(
    `${name}: ${answers} answers; memory (median) ${figures}, ${most} MiB at most${growing ? ": it keeps growing" : ""}`,
  );
  return growing;
}
