import type { Costs, WorkloadId } from "./costs";
import { workloadIds } from "./costs";
import { type Assumptions, breakingPoints, demandOf, type Limits, strainsOf } from "./model";

const sizes = [100, 1_000, 10_000, 100_000];

const titles: Record<WorkloadId, string> = {
  W1: "list of 20",
  W2: "one by id",
  W3: "create",
  W4: "search",
  W5: "public page",
  W6: "dashboard",
};

/** The part of docs/scaling.md that is computed: costs, demand by size, and what breaks first. */
export function capacityMarkdown(costs: Costs, assumed: Assumptions, available: Limits): string {
  const { memoryMiB, bytesPerArticle, bytesPerRevision, measured } = costs;
  return [
    `Measured ${measured}: ${Math.round(memoryMiB)} MiB for a server process, ${kilobytes(bytesPerArticle)} on disk for an article with all that belongs to it, ${kilobytes(bytesPerRevision)} for each revision, and for a request:`,
    "",
    ...costTable(costs, assumed),
    "",
    `At the busiest second (${assumed.peakFactor} × the day's mean, processors ${assumed.utilisation * 100} % busy, ${count(assumed.articlesPerTenant)} articles each, ${assumed.revisionsPerArticle} revisions of an article):`,
    "",
    ...demandTable(costs, assumed, available),
    "",
    `What is used up first, if one Postgres has ${available.postgresCores} processors and ${bytes(available.dataBytes)}, one Redis ${available.redisCores} processor, one proxy ${bits(available.networkBits)}:`,
    "",
    ...breakingPoints(costs, assumed, available).map(
      ([resource, tenants], index) => `${index + 1}. ${resource}, at ${count(tenants)} organisations`,
    ),
  ].join("\n");
}

function costTable({ workloads }: Costs, { perDay }: Assumptions): string[] {
  return table(
    ["request", "a day, of one organisation", "server µs", "Postgres µs", "Redis µs", "bytes"],
    workloadIds.map((id) => {
      const { server, postgres, redis, bytes: size } = workloads[id];
      return [`${id} ${titles[id]}`, ...[perDay[id], server, postgres, redis, size].map(count)];
    }),
  );
}

function demandTable(costs: Costs, assumed: Assumptions, available: Limits): string[] {
  const head = ["organisations", "articles", "requests/s", "writes/s", "server processes", "their memory"];
  const more = ["Postgres cores", "Redis cores", "network", "data", "strained most"];
  return table(
    [...head, ...more],
    sizes.map((tenants) => {
      const demand = demandOf(tenants, costs, assumed);
      const [first] = strainsOf(demand, available);
      return [
        count(tenants),
        count(demand.articles),
        count(demand.requests),
        count(demand.writes),
        count(demand.processes),
        bytes(demand.serverMiB * 2 ** 20),
        count(demand.postgresCores),
        count(demand.redisCores),
        bits(demand.networkBits),
        bytes(demand.dataBytes),
        first ? `${first.resource}, ${count(first.share * 100)} %` : "",
      ];
    }),
  );
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** Two digits that mean something; whole numbers above. */
function count(value: number): string {
  const rounded = value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
  return rounded.toLocaleString("en-GB", { maximumFractionDigits: 4 });
}

function kilobytes(value: number): string {
  return `${count(value / 1e3)} kB`;
}

function bytes(value: number): string {
  return value >= 1e12 ? `${count(value / 1e12)} TB` : `${count(value / 1e9)} GB`;
}

function bits(value: number): string {
  return value >= 1e9 ? `${count(value / 1e9)} Gbit/s` : `${count(value / 1e6)} Mbit/s`;
}
