import type { Cost, Costs, WorkloadId } from "./costs";

/** What is assumed, since nobody can measure it in advance. Change it to what you know of your own organisations. */
export interface Assumptions {
  /** Requests of one organisation on a day. */
  perDay: Record<WorkloadId, number>;
  /** The busiest second over the day's mean. */
  peakFactor: number;
  /** How much of a processor may be busy at that second. */
  utilisation: number;
  articlesPerTenant: number;
  revisionsPerArticle: number;
}

export const assumptions: Assumptions = {
  perDay: { W1: 1_000, W2: 2_000, W3: 20, W4: 50, W5: 2_000, W6: 100 },
  peakFactor: 4,
  utilisation: 0.6,
  articlesPerTenant: 10_000,
  revisionsPerArticle: 3,
};

/** What one machine of a kind can give; beyond it something has to be divided. */
export interface Limits {
  /** Of the one Postgres that takes writes. */
  postgresCores: number;
  /** Redis runs commands one after the other. */
  redisCores: number;
  /** Beyond it dumps, restores and vacuums of one Postgres take days. */
  dataBytes: number;
  /** Of one proxy. */
  networkBits: number;
}

export const limits: Limits = { postgresCores: 64, redisCores: 1, dataBytes: 8e12, networkBits: 10e9 };

const resources = {
  "Postgres' processors": "postgresCores",
  "Redis' processor": "redisCores",
  "Postgres' disk": "dataBytes",
  "the proxy's network": "networkBits",
} as const satisfies Record<string, keyof Limits>;
export type Resource = keyof typeof resources;

/** What a number of organisations needs at their busiest second. */
export interface Demand extends Limits {
  tenants: number;
  articles: number;
  requests: number;
  writes: number;
  serverCores: number;
  /** A server process makes use of one processor. */
  processes: number;
  serverMiB: number;
}

export function demandOf(
  tenants: number,
  { workloads, memoryMiB, bytesPerArticle, bytesPerRevision }: Costs,
  { perDay, peakFactor, utilisation, articlesPerTenant, revisionsPerArticle }: Assumptions,
): Demand {
  const ids = Object.keys(perDay) as WorkloadId[];
  const rate = (id: WorkloadId) => (tenants * perDay[id] * peakFactor) / 86_400;
  const sum = (each: (id: WorkloadId) => number) => ids.reduce((total, id) => total + each(id), 0);
  const cores = (part: keyof Omit<Cost, "bytes">) =>
    sum((id) => (rate(id) * workloads[id][part]) / 1_000_000) / utilisation;
  const serverCores = cores("server");
  const processes = Math.max(1, Math.ceil(serverCores));
  const articles = tenants * articlesPerTenant;
  return {
    tenants,
    articles,
    requests: sum(rate),
    writes: rate("W3"),
    serverCores,
    processes,
    serverMiB: processes * memoryMiB,
    postgresCores: cores("postgres"),
    redisCores: cores("redis"),
    dataBytes: articles * (bytesPerArticle + revisionsPerArticle * bytesPerRevision),
    networkBits: sum((id) => rate(id) * workloads[id].bytes * 8),
  };
}

export interface Strain {
  resource: Resource;
  /** Of its limit: 1 is all of it. */
  share: number;
}

/** What is used most of its limit comes first. */
export function strainsOf(demand: Demand, available: Limits): Strain[] {
  return (Object.keys(resources) as Resource[])
    .map((resource) => ({ resource, share: demand[resources[resource]] / available[resources[resource]] }))
    .sort((a, b) => b.share - a.share);
}

/** At how many organisations each resource is used up, the smallest number first. All demands grow with their number. */
export function breakingPoints(costs: Costs, assumed: Assumptions, available: Limits): [Resource, number][] {
  return strainsOf(demandOf(1, costs, assumed), available).map(({ resource, share }) => [
    resource,
    Math.floor(1 / share),
  ]);
}
