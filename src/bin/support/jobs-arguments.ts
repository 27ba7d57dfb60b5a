import { parseArgs } from "node:util";
import { reasonOf, TaskError } from "./terminal";

export const usage = `npm run jobs                                     workers, jobs of each organisation, periodic tasks
npm run jobs -- list [--organisation SLUG]       jobs, newest first; [--state STATE] [--limit N]
npm run jobs -- show ID --organisation SLUG      all that is known of a job, why it failed too
npm run jobs -- retry ID --organisation SLUG     tries it again now; --all-failed instead of ID: all that failed
npm run jobs -- discard ID --organisation SLUG   deletes it; --all-failed instead of ID: all that failed
npm run jobs -- check --organisation SLUG        makes a job that does nothing, and waits for a worker to do it

--json: data instead of text. STATE is scheduled, waiting, blocked, running, failed or done.`;

export const commands = ["overview", "list", "show", "retry", "discard", "check"] as const;
const states = ["scheduled", "waiting", "blocked", "running", "failed", "done"] as const;

export interface JobsArguments {
  command: (typeof commands)[number];
  id: string | undefined;
  organisation: string | undefined;
  state: (typeof states)[number] | undefined;
  limit: number;
  allFailed: boolean;
  json: boolean;
}

/** Null where help is asked for. Throws TaskError for what can't be meant. */
export function readJobsArguments(args: string[]): JobsArguments | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [name = "overview", id, ...others] = positionals;
  const command = commands.find((known) => known === name);
  if (!command || others.length > 0) throw wrong(`There is no such command: ${positionals.join(" ")}`);
  const state = states.find((known) => known === values.state);
  if (values.state !== undefined && !state) throw wrong(`--state ${values.state} is none`);
  const limit = Number(values.limit ?? 20);
  if (!Number.isInteger(limit) || limit < 1) throw wrong("--limit must be a whole number from 1 on");
  const { organisation, json = false, "all-failed": allFailed = false } = values;
  if (!["overview", "list"].includes(command) && !organisation)
    throw wrong(`${command} needs --organisation SLUG`);
  const needsId = command === "show" || ((command === "retry" || command === "discard") && !allFailed);
  if (needsId && !isUuid.test(id ?? "")) throw wrong(`${command} needs the id of a job`);
  if (!needsId && id !== undefined)
    throw wrong(`${command} takes no id${allFailed ? " beside --all-failed" : ""}`);
  return { command, id, organisation, state, limit, allFailed, json };
}

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        organisation: { type: "string" },
        state: { type: "string" },
        limit: { type: "string" },
        "all-failed": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw wrong(reasonOf(error));
  }
}

function wrong(message: string): TaskError {
  return new TaskError(`${message}\n\n${usage}`, 2);
}
