import { percentile } from "../../../scripts/bench/statistics";

/** Milliseconds as `median 3.1, p99 20.4, longest 31.0 ms`. */
export function distribution(values: number[]): string {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => percentile(sorted, share).toFixed(1);
  return `median ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} ms`;
}
