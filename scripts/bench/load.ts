import autocannon, { type Result } from "autocannon";
import type { Route } from "./routes";

export interface Measured {
  name: string;
  /** Answers a second, on average. */
  rate: number;
  /** Latencies in milliseconds. */
  p50: number;
  p99: number;
  /** Answers by the first digit of their status: `{ "2xx": 1200 }`. */
  classes: Record<string, number>;
  serverErrors: number;
  /** Answers that say "too many requests". */
  limited: number;
  /** Requests without an answer. */
  lost: number;
}

/** Loads all routes at the same time, each on connections of its own, and measures each by itself. */
export function measure(
  url: string,
  routes: Route[],
  { seconds, connections }: LoadOptions,
): Promise<Measured[]> {
  return Promise.all(routes.map((route) => measureOne(url, route, seconds, connections)));
}

export interface LoadOptions {
  seconds: number;
  /** Connections of each route. */
  connections: number;
}

async function measureOne(
  url: string,
  route: Route,
  duration: number,
  connections: number,
): Promise<Measured> {
  const { name, path, method, headers, body } = route;
  const result = await autocannon({
    url: `${url}${path}`,
    method,
    headers,
    duration,
    connections,
    timeout: 30,
    idReplacement: body !== undefined,
    ...(body === undefined ? {} : { body }),
  });
  return { name, ...figuresOf(result) };
}

function figuresOf(result: Result): Omit<Measured, "name"> {
  const classes = { "2xx": result["2xx"], "3xx": result["3xx"], "4xx": result["4xx"], "5xx": result["5xx"] };
  return {
    rate: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    classes: Object.fromEntries(Object.entries(classes).filter(([, number]) => number > 0)),
    serverErrors: result["5xx"],
    limited: result.statusCodeStats?.["429"]?.count ?? 0,
    lost: result.errors,
  };
}
