import autocannon, { type Result } from "autocannon";
import { percentile } from "./statistics";

export interface Request {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Requests to send one after the other, over and over; or a function that makes each anew. */
export type Requests = Request[] | (() => Request);

export interface LoadOptions {
  url: string;
  requests: Requests;
  seconds: number;
  connections: number;
  /** Requests a second at most, of all connections; undefined: as fast as answers come. */
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
  /** Bytes of an answer on the wire, headers included; the mean. */
  bytes: number;
}

/** Loads one server and measures it. Each connection begins at another place of the requests. */
export async function load(options: LoadOptions): Promise<Measured> {
  const latencies: number[] = [];
  const wrong: Record<string, number> = {};
  let received = 0;
  const { duration, errors } = await runAutocannon(options, (status, latency, bytes) => {
    latencies.push(latency);
    received += bytes;
    if (status < 200 || status > 299) wrong[status] = (wrong[status] ?? 0) + 1;
  });
  const sorted = Float64Array.from(latencies).sort();
  return {
    answers: sorted.length,
    rate: sorted.length / duration,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    wrong,
    lost: errors,
    bytes: received / sorted.length,
  };
}

/** Its own figures know whole milliseconds only, so each answer's latency is handed on. */
function runAutocannon(
  { url, requests, seconds, connections, rate }: LoadOptions,
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
        ...(rate === undefined ? {} : { overallRate: rate, ignoreCoordinatedOmission: true }),
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
