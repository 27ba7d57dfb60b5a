import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface MemorySamples {
  stop(): number[];
}

/** Samples the resident memory of a process once a second, in MiB. */
export function sampleMemory(pid: number): MemorySamples {
  const samples: number[] = [];
  const timer = setInterval(() => {
    const size = residentMiB(pid);
    if (size !== undefined) samples.push(size);
  }, 1_000);
  return {
    stop: () => {
      clearInterval(timer);
      return samples;
    },
  };
}

/** Undefined if there is no such process. */
export function residentMiB(pid: number): number | undefined {
  const kib = fromProc(pid) ?? fromPs(pid);
  return kib ? kib / 1024 : undefined;
}

function fromProc(pid: number): number | undefined {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return undefined; // no such process, or not Linux
  }
}

function fromPs(pid: number): number | undefined {
  try {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
  } catch {
    return undefined;
  }
}

export interface Growth {
  /** Medians of the second and of the last quarter of the run, in MiB. The first quarter warms up. */
  second: number;
  last: number;
  /** True if the last is larger by more than 15 % and 32 MiB: growth that goes on, not the noise of a collector. */
  growing: boolean;
}

/** Undefined if there are too few samples to say anything. */
export function growthOf(samples: number[]): Growth | undefined {
  if (samples.length < 8) return undefined;
  const quarter = Math.floor(samples.length / 4);
  const second = median(samples.slice(quarter, 2 * quarter));
  const last = median(samples.slice(-quarter));
  return { second, last, growing: last > second * 1.15 && last - second > 32 };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
