import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { dataDirectory } from "../../src/bin/support/paths";
import { info } from "../../src/bin/support/terminal";
import { movedLines, ratiosOf, readBaseline, writeBaseline } from "./baseline";
import { fill } from "./database";
import type { BenchOptions } from "./options";
import { measure } from "./rounds";
import { sample } from "./sample";
import { announce, contendersOf, type Filled, makeFilled, type Stage, setStage } from "./stage";
import { measureStart } from "./start-up";
import { type Storage, storageOf } from "./storage";
import { type Row, resultLines } from "./table";
import { startPage, startPrograms, startReferenceServer, type Target } from "./targets";
import { type Workload, workloads } from "./workloads";

const articles = 10_000;

/** The run without an option: every workload, and the start of the program. */
export async function runFull(options: BenchOptions): Promise<void> {
  const wanted = workloads.filter(({ id }) => options.only?.includes(id) ?? true);
  const needsPage = wanted.some(({ reference }) => reference === "page");
  const stage = await setStage(options, needsPage);
  const filled = await makeFilled(stage.cluster, "bench", articles);
  const storage = await storageOf(filled.database);
  // `npm start` refuses the Redis inside of the server.
  const isStartMeasured = !options.only && stage.redis.pid !== undefined;
  const startMs = isStartMeasured ? await measureStart({ ...stage, ...filled }) : undefined;
  const targets = await startTargets(stage, filled, { needsPage, cold: options.cold });
  const rows: Row[] = [];
  // The search has organisations of its own, which come last, lest they make the others' tables larger.
  const order = [...wanted.filter((one) => !one.tenantOf), ...wanted.filter((one) => one.tenantOf)];
  for (const workload of order) {
    const sampled = workload.tenantOf ? await addTenant(filled, workload.tenantOf) : filled.sample;
    announce(workload);
    const results = await measure(
      contendersOf(workload, targets, sampled, stage),
      roundsOf(workload, options),
    );
    const row = { workload: `${workload.id} ${workload.title}`, results };
    rows.push(row);
    // At once as well: a run takes long, and may be ended before its end.
    console.log(`${resultLines([row]).join("\n")}\n`);
  }
  report(rows, { startMs, storage, redis: stage.redis.pid ? "redis-server" : "in-process" }, options);
}

async function startTargets(
  stage: Stage,
  { database }: Filled,
  { needsPage, cold }: { needsPage: boolean; cold: boolean },
): Promise<Target[]> {
  const options = { database, redis: stage.redis, cold };
  const programs = await startPrograms({ ...options, alsoPlainNext: true });
  return [await startReferenceServer(options), ...(needsPage ? [await startPage(options)] : []), ...programs];
}

async function addTenant({ database }: Filled, size: number) {
  const tenants = await fill(database, { tenants: 1, articles: size, name: "large" });
  return sample(database, tenants);
}

/** At low load a second of requests is few, so a turn is longer. */
function roundsOf({ rate }: Workload, { rounds, seconds, connections }: BenchOptions) {
  return rate ? { rounds, seconds: seconds * 2, connections: 2, rate } : { rounds, seconds, connections };
}

interface About {
  startMs: number | undefined;
  storage: Storage;
  redis: string;
}

function report(rows: Row[], about: About, options: BenchOptions): void {
  const machine = machineName();
  console.log(`\n${resultLines(rows).join("\n")}\n`);
  if (about.startMs !== undefined)
    info(`npm start to the first answer: ${(about.startMs / 1000).toFixed(1)} s`);
  info(`${machine}; Redis: ${about.redis}; ratio: to the first server of the workload, in the same round`);
  const ratios = ratiosOf(rows);
  const baseline = options.cold ? undefined : readBaseline();
  if (baseline) {
    const moved = movedLines(baseline.ratios, ratios);
    info(`against the baseline of ${baseline.date}: ${moved.length === 0 ? "nothing moved" : ""}`);
    for (const line of moved) console.log(`    ${line}`);
  }
  const date = new Date().toISOString();
  keep({ date, machine, ...about, options, rows, ratios }, options.out);
  if (options.saveBaseline) {
    const all = { ...(options.only ? baseline?.ratios : {}), ...ratios };
    writeBaseline({ date: date.slice(0, 10), machine, ratios: all });
  }
}

/** Writes the figures of a run as JSON. */
export function keep(figures: unknown, out = path.join(dataDirectory, "bench/latest.json")): void {
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify(figures, null, 2)}\n`);
  info(`figures are in ${out}`);
}

export function machineName(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${first?.model.trim() ?? "unknown"}), ${memory} GiB, Node.js ${process.versions.node}`;
}
