import autocannon, { type Result } from "autocannon";
import { paced } from "./paced";
import type { Requests } from "./request";
import { percentile } from "./statistics";

export interface LoadOptions {
  url: string;
  requests: Requests;
  seconds: number;
  connections: number;
  /** Requests a second, at even distances; undefined: as fast as answers come. */
  rate?: number | undefined;
}

export interface Measured {
  answers: number;
  /** Answers a second. */
  rate: number;
  /** Latencies in milliseconds, below one too. */
  p50: number;
  p95: number;
  p99: number;
  /** Answers by status other than 2xx. */
  wrong: Record<string, number>;
  /** Requests without an answer. */
  lost: number;
  /** Bytes of an answer on the wire, the mean: headers included, but at a pace its body alone. */
  bytes: number;
}

interface Raw {
  latencies: number[];
  statuses: Record<number, number>;
  lost: number;
  received: number;
  seconds: number;
}

/** Loads one server and measures it. */
export async function load(options: LoadOptions): Promise<Measured> {
  const { latencies, statuses, lost, received, seconds } = await (options.rate === undefined
    ? loadFully(options)
    : loadAtPace(options, options.rate));
  const sorted = Float64Array.from(latencies).sort();
  return {
    answers: sorted.length,
    rate: sorted.length / seconds,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    wrong: Object.fromEntries(Object.entries(statuses).filter(([status]) => !/^2/.test(status))),
    lost,
    bytes: received / sorted.length,
  };
}

/** autocannon would send each second's requests all at once, which is no low load. */
async function loadAtPace({ url, requests, seconds }: LoadOptions, rate: number): Promise<Raw> {
  if (typeof requests === "function") throw new Error("at a pace there are only requests of a list");
  const { latencies, statuses, received } = await paced({ url, requests, seconds, rate });
  const { 0: lost = 0, ...answered } = statuses;
  return { latencies, statuses: answered, lost, received, seconds };
}

/** As fast as answers come. Each connection begins at another place of the requests. */
async function loadFully(options: LoadOptions): Promise<Raw> {
  const raw: Raw = { latencies: [], statuses: {}, lost: 0, received: 0, seconds: 0 };
  const { duration, errors } = await runAutocannon(options, (status, latency, bytes) => {
    raw.latencies.push(latency);
    raw.statuses[status] = (raw.statuses[status] ?? 0) + 1;
    raw.received += bytes;
  });
  return { ...raw, lost: errors, seconds: duration };
}

/** Its own figures know whole milliseconds only, so each answer's latency is handed on. */
function runAutocannon(
  { url, requests, seconds, connections }: LoadOptions,
  onAnswer: (status: number, latencyMs: number, bytes: number) => void,
): Promise<Result> {
  let connection = 0;
  return new Promise((resolve, reject) => {
    const running = autocannon(
      {
        url,
        duration: seconds,
        connections,
        timeout: 30,
        setupClient: (client) => {
          client.setRequests(requestsOf(requests, connection / connections));
          connection++;
        },
      },
      (error: unknown, result: Result) => (error ? reject(error) : resolve(result)),
    );
    running.on("response", (_client, status, bytes, latency) => onAnswer(status, latency, bytes));
  });
}

function requestsOf(requests: Requests, from: number): autocannon.Request[] {
  if (typeof requests === "function") return [{ setupRequest: (request) => ({ ...request, ...requests() }) }];
  const start = Math.floor(from * requests.length);
  return [...requests.slice(start), ...requests.slice(0, start)].map((request) => ({ ...request }));
}
