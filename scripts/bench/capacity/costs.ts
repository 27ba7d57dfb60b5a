import { readFileSync } from "node:fs";
import { z } from "zod";
import { reasonOf, TaskError } from "../../../src/bin/support/terminal";

/** The workloads of `npm run bench` that make up the traffic; see docs/performance.md. */
export const workloadIds = ["W1", "W2", "W3", "W4", "W5", "W6"] as const;
export type WorkloadId = (typeof workloadIds)[number];

/** What one request costs: processor time in microseconds, and bytes of its answer. */
export interface Cost {
  server: number;
  postgres: number;
  redis: number;
  bytes: number;
}

export interface Costs {
  workloads: Record<WorkloadId, Cost>;
  /** Resident memory of a server process, the largest that was seen, in MiB. */
  memoryMiB: number;
  /** On disk, with indexes, events, comments and all else that belongs to an article, but its revisions. */
  bytesPerArticle: number;
  bytesPerRevision: number;
  /** Where and when it was measured. */
  measured: string;
}

/** Title, excerpt, ids, times and the entry in the index of one revision, in bytes. */
const revisionOverhead = 500;

const cost = z.object({ server: z.number(), postgres: z.number(), redis: z.number() });
const figures = z.object({
  date: z.string(),
  machine: z.string(),
  storage: z.object({ articles: z.number().positive(), bytes: z.number().positive(), textBytes: z.number() }),
  rows: z.array(
    z.object({
      workload: z.string(),
      results: z.array(z.object({ name: z.string(), cpu: cost, bytes: z.number(), memoryMiB: z.number() })),
    }),
  ),
});
type Figures = z.infer<typeof figures>;

/**
 * Reads what runs of `npm run bench` wrote; a later file goes before an earlier one. Throws a TaskError that names what
 * is missing.
 */
export function readCosts(files: string[]): Costs {
  const runs = files.map(read);
  const last = runs.at(-1);
  if (!last) throw new TaskError("no figures were given", 2);
  const found = new Map(
    runs.flatMap(({ rows }) =>
      rows.flatMap(({ workload, results }) => {
        const own = results.find(({ name }) => name === "masthead");
        return own ? [[workload.slice(0, 2), own] as const] : [];
      }),
    ),
  );
  const of = (id: WorkloadId): Cost => {
    const own = found.get(id);
    if (!own)
      throw new TaskError(`${id} is not in ${files.join(", ")}: run npm run bench without --only.`, 2);
    return { ...own.cpu, bytes: own.bytes };
  };
  return {
    workloads: { W1: of("W1"), W2: of("W2"), W3: of("W3"), W4: of("W4"), W5: of("W5"), W6: of("W6") },
    memoryMiB: Math.max(...[...found.values()].map(({ memoryMiB }) => memoryMiB)),
    bytesPerArticle: last.storage.bytes / last.storage.articles,
    bytesPerRevision: last.storage.textBytes + revisionOverhead,
    measured: `${last.date.slice(0, 10)}, ${last.machine}`,
  };
}

function read(file: string): Figures {
  try {
    return figures.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new TaskError(`${file} holds no figures of npm run bench: ${reasonOf(error)}`, 2);
  }
}
