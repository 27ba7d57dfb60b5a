import { parseArgs } from "node:util";
import { type CommandLine, type Connection, connectionOptions, readCommand } from "../rest/arguments";

export const usage = `Shows what an organisation's webhooks send, while you write what receives them.

  npm run webhooks:listen -- --key KEY [--types TYPES] [--url URL] [--port PORT] [--fail 503] [--slow 20s] [--gone]

Makes an endpoint of the organisation that leads to this machine, verifies and prints each delivery, and deletes the endpoint
when it ends. The server must be allowed to reach this machine: npm run dev and npm run preview are.

  --key KEY      a secret API key (mh_sk_…) of the organisation with the role admin; MASTHEAD_KEY works as well and stays
                 out of the list of processes
  --types TYPES  types of events with commas between them; default: all
  --ordered      one delivery after the other, in the order of the events
  --url URL      where the server answers; default: the last npm run dev, else http://localhost:3000
  --port PORT    where to listen; default: a free one
  --fail STATUS  answer with this status, such as 503
  --slow TIME    answer only after so long, such as 20s or 500ms
  --gone         answer 410: the endpoint is then paused
  --help         this text

Ends with Ctrl-C. Ends with 0 if all that came was verified, 1 if not, 2 if the command is wrong.`;

export interface Arguments extends Connection {
  types: string[] | null;
  ordered: boolean;
  port: number;
  /** What it answers. */
  status: number;
  slowMs: number;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const options = {
  ...connectionOptions,
  ...{ types: text, port: text, fail: text, slow: text, gone: flag, ordered: flag },
} as const;

/** Undefined where help is wanted. Throws a TaskError with code 2. */
export function readArguments(line: CommandLine): Arguments | undefined {
  const parse = (args: string[]) => parseArgs({ args, options });
  return readCommand(line, { usage, target: null, parse }, (_, values) => {
    const { types, port, fail, slow, gone, ordered } = values;
    if (fail !== undefined && gone) throw new Error("--fail and --gone: one of them, please.");
    return {
      types: types === undefined ? null : types.split(",").map((type) => type.trim()),
      ordered: ordered ?? false,
      port: port === undefined ? 0 : wholeNumber("--port", port, 1, 65_535),
      status: gone ? 410 : fail === undefined ? 204 : wholeNumber("--fail", fail, 300, 599),
      slowMs: slow === undefined ? 0 : milliseconds(slow),
    };
  });
}

function wholeNumber(option: string, value: string, min: number, max: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new Error(`${option} must be a whole number from ${min} to ${max}, not "${value}".`);
}

function milliseconds(value: string): number {
  const [, amount, unit] = /^(\d{1,6})(ms|s)$/.exec(value) ?? [];
  if (!amount) throw new Error(`--slow must be a time such as 20s or 500ms, not "${value}".`);
  return Number(amount) * (unit === "s" ? 1_000 : 1);
}
