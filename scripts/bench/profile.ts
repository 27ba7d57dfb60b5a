import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureDataDirectory } from "../../src/bin/support/paths";
import { info, TaskError } from "../../src/bin/support/terminal";
import { flameGraph } from "./flame-graph";
import { load } from "./load";
import type { BenchOptions } from "./options";
import { ownerOf, readProfile, selfTimes, summaryLines } from "./self-times";
import { makeFilled, setStage } from "./stage";
import { startPrograms } from "./targets";
import { workloads } from "./workloads";

/** Loads the program with one workload under V8's profiler, and tells which functions take the time. */
export async function runProfile(options: BenchOptions, id: string): Promise<void> {
  const workload = workloads.find((one) => one.id === id);
  if (!workload) throw new TaskError(`There is no workload ${id}.`);
  const stage = await setStage(options, false);
  const filled = await makeFilled(stage.cluster, "bench", workload.tenantOf ?? 10_000);
  const directory = mkdtempSync(path.join(tmpdir(), "masthead-profile-"));
  const flags = ["--cpu-prof", `--cpu-prof-dir=${directory}`];
  for (const target of await startPrograms({
    database: filled.database,
    redis: stage.redis,
    flags,
    cold: options.cold,
  })) {
    if (!target.services.includes(workload.service)) continue;
    const requests = workload.requests(filled.sample, workload.service);
    const seconds = options.rounds * options.seconds;
    const { answers } = await load({ url: target.url, requests, seconds, connections: options.connections });
    await target.stop();
    const profile = largest(directory);
    info(
      `${target.name}, ${workload.id}: ${answers} answers in ${seconds} s; profile for Chrome's tools: ${profile}`,
    );
    const read = readProfile(readFileSync(profile, "utf8"));
    console.log(`\n${summaryLines(selfTimes(read), answers).join("\n")}\n`);
    const graph = path.join(ensureDataDirectory(), `bench/flame-graph-${workload.id}.svg`);
    mkdirSync(path.dirname(graph), { recursive: true });
    writeFileSync(graph, flameGraph(read, `Where the time of ${workload.id} goes, by function`, ownerOf));
    info(`flame graph: ${graph}`);
  }
}

/** The server's loader threads leave profiles too, but small ones. */
function largest(directory: string): string {
  const files = readdirSync(directory).map((name) => path.join(directory, name));
  const [first] = files.toSorted((a, b) => readFileSync(b).length - readFileSync(a).length);
  if (!first) throw new Error("the server left no profile");
  return first;
}
