import { type Parts, type Used, usedBy } from "./cpu";
import { type LoadOptions, load, type Measured } from "./load";
import { residentMiB } from "./memory";
import { median } from "./statistics";

/** One server's share of a workload. */
export interface Contender {
  name: string;
  url: string;
  requests: LoadOptions["requests"];
  /** Whose processor time counts. */
  parts: Parts;
}

export interface RoundsOptions {
  rounds: number;
  seconds: number;
  connections: number;
  rate?: number | undefined;
}

export interface Result {
  name: string;
  /** Medians over the rounds: answers a second, latencies in milliseconds. */
  rate: number;
  p50: number;
  p95: number;
  p99: number;
  /** Processor time of one answer in microseconds. */
  cpu: Used;
  /** Bytes of an answer on the wire. */
  bytes: number;
  /** Resident memory of the server after the last round, in MiB. */
  memoryMiB: number;
  /** The median of its rate over that of the first contender in the same round. */
  ratio: number;
}

interface Round extends Measured {
  cpu: Used;
}

/**
 * Measures contenders in turn, round by round, so that whatever else the machine does meets all of them; every other
 * round in the opposite order. Before that each is warmed up. Throws if an answer was not what was asked for.
 */
export async function measure(contenders: Contender[], options: RoundsOptions): Promise<Result[]> {
  for (const contender of contenders) await warmUp(contender, options);
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < options.rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) rounds.get(contender.name)?.push(await run(contender, options));
  }
  const first = rounds.get(contenders[0]?.name ?? "") ?? [];
  return contenders.map((contender) => summarise(contender, rounds.get(contender.name) ?? [], first));
}

/** Answers after which V8 has compiled what is hot, and how often to try for them at most on a busy machine. */
const warmAnswers = 3_000;
const warmTurnsMax = 8;

/** As fast as it goes, also where the measurement itself is at low load. */
async function warmUp(contender: Contender, { rate: _rate, ...options }: RoundsOptions): Promise<void> {
  let answers = 0;
  for (let turn = 0; turn < warmTurnsMax && answers < warmAnswers; turn++)
    answers += (await run(contender, options)).answers;
}

function summarise({ name, parts }: Contender, rounds: Round[], first: Round[]): Result {
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  return {
    name,
    rate: middle(({ rate }) => rate),
    p50: middle(({ p50 }) => p50),
    p95: middle(({ p95 }) => p95),
    p99: middle(({ p99 }) => p99),
    cpu: {
      server: middle(({ cpu }) => cpu.server),
      postgres: middle(({ cpu }) => cpu.postgres),
      redis: middle(({ cpu }) => cpu.redis),
    },
    bytes: middle(({ bytes }) => bytes),
    memoryMiB: residentMiB(parts.server) ?? Number.NaN,
    ratio: median(rounds.map(({ rate }, index) => rate / (first[index]?.rate ?? Number.NaN))),
  };
}

async function run(contender: Contender, options: RoundsOptions): Promise<Round> {
  const { name, url, requests, parts } = contender;
  const before = usedBy(parts);
  const measured = await load({ url, requests, ...options });
  const after = usedBy(parts);
  const wrong = Object.entries(measured.wrong).map(([status, count]) => `${count} answers ${status}`);
  if (wrong.length > 0 || measured.lost > 0 || measured.answers === 0)
    throw new Error(`${name}: ${[...wrong, `${measured.lost} lost`].join(", ")} of ${measured.answers}`);
  const perAnswer = (part: keyof Used) => ((after[part] - before[part]) * 1000) / measured.answers;
  const cpu = { server: perAnswer("server"), postgres: perAnswer("postgres"), redis: perAnswer("redis") };
  return { ...measured, cpu };
}

/** Processor time of one answer, all parts together, in microseconds. */
export function cpuOf({ cpu }: Pick<Result, "cpu">): number {
  return cpu.server + cpu.postgres + cpu.redis;
}
