import { info } from "../../src/bin/support/terminal";
import { keep, machineName } from "./full";
import type { BenchOptions } from "./options";
import { cpuOf, measure, type Result } from "./rounds";
import { announce, contendersOf, type Filled, makeFilled, type Stage, setStage } from "./stage";
import { figure, type Row, resultLines, tableLines } from "./table";
import { startPrograms, startReferenceServer, type Target } from "./targets";
import { workloads } from "./workloads";

const smallArticles = 10_000;

/**
 * What grows with the data: the same servers on a small and on a large database, measured in turn; then what row security
 * takes of the reference server's own statements on the large one. Counted in processor time of an answer, all parts together.
 */
export async function runLarge(options: BenchOptions): Promise<void> {
  const stage = await setStage(options, false);
  const small = await makeFilled(stage.cluster, "small", smallArticles);
  const large = await makeFilled(stage.cluster, "large", options.largeArticles);
  const growth = await measureGrowth(stage, small, large, options);
  const security = await measureSecurity(stage, large, options);
  for (const rows of [growth, security]) console.log(`\n${resultLines(rows).join("\n")}`);
  console.log(`\n${growthLines(growth).join("\n")}\n\n${securityLines(security).join("\n")}\n`);
  info(machineName());
  keep({ date: new Date().toISOString(), machine: machineName(), options, growth, security }, options.out);
}

function wanted({ only }: BenchOptions) {
  return workloads.filter(({ id }) => ["W1", "W2", "W3"].includes(id) && (only?.includes(id) ?? true));
}

/** Servers of the small database first, each followed by its twin of the large one. */
async function measureGrowth(
  stage: Stage,
  small: Filled,
  large: Filled,
  options: BenchOptions,
): Promise<Row[]> {
  const start = async ({ database }: Filled): Promise<Target[]> => [
    await startReferenceServer({ database }),
    ...(await startPrograms({ database, redis: stage.redis })),
  ];
  const smallTargets = await start(small);
  const largeTargets = await start(large);
  const rows: Row[] = [];
  for (const workload of wanted(options)) {
    announce(workload);
    const of = ({ sample }: Filled, targets: Target[], suffix: string) =>
      contendersOf(workload, targets, sample, stage).map((one) => ({
        ...one,
        name: `${one.name}, ${suffix}`,
      }));
    const [less, more] = [of(small, smallTargets, "small"), of(large, largeTargets, "large")];
    const contenders = less.flatMap((one, index) => [one, ...more.slice(index, index + 1)]);
    rows.push({ workload: `${workload.id} ${workload.title}`, results: await measure(contenders, options) });
  }
  for (const target of [...smallTargets, ...largeTargets]) await target.stop();
  return rows;
}

function growthLines(rows: Row[]): string[] {
  const table = rows.flatMap(({ workload, results }) =>
    pairs(results).map(([small, large]) => [
      workload,
      small.name.split(",")[0] ?? "",
      figure(cpuOf(large) / cpuOf(small)),
      figure(large.cpu.server / small.cpu.server),
      figure(large.cpu.postgres / small.cpu.postgres),
    ]),
  );
  return tableLines(["growth of CPU per answer", "server", "all", "server's", "Postgres'"], table);
}

function pairs(results: Result[]): [Result, Result][] {
  return results.flatMap((small, index) => {
    const large = results[index + 1];
    return index % 2 === 0 && large ? [[small, large] as [Result, Result]] : [];
  });
}

/** The same statement by itself, in a tenant's transaction, and in one that row security binds. */
async function measureSecurity(
  stage: Stage,
  { database, sample }: Filled,
  options: BenchOptions,
): Promise<Row[]> {
  const targets = [
    await startReferenceServer({ database }),
    await startReferenceServer({ database }, { name: "in a transaction", shape: "tenant" }),
    await startReferenceServer({ database }, { name: "with row security", shape: "tenant", asProgram: true }),
  ];
  const rows: Row[] = [];
  for (const workload of wanted(options)) {
    announce(workload);
    const contenders = contendersOf(workload, targets, sample, stage);
    rows.push({ workload: `${workload.id} ${workload.title}`, results: await measure(contenders, options) });
  }
  for (const target of targets) await target.stop();
  return rows;
}

function securityLines(rows: Row[]): string[] {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const table = rows.flatMap(({ workload, results: [alone, transaction, secured] }) => {
    if (!alone || !transaction || !secured) return [];
    const whole = cpuOf(secured);
    return [
      [
        workload,
        // It is Postgres alone that does it; the rest of the difference would be noise.
        percent((secured.cpu.postgres - transaction.cpu.postgres) / whole),
        percent((cpuOf(transaction) - cpuOf(alone)) / whole),
      ],
    ];
  });
  return tableLines(["share of CPU per answer", "row security", "transaction with settings"], table);
}
