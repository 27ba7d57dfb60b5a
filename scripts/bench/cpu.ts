import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Processor time that each part has used so far, in milliseconds. NaN where the system doesn't tell (it is not Linux). */
export interface Used {
  server: number;
  postgres: number;
  redis: number;
}

export interface Parts {
  server: number;
  /** The one that starts the others; theirs counts as its own. */
  postgres: number;
  /** Undefined where Redis is inside the server. */
  redis: number | undefined;
}

export function usedBy({ server, postgres, redis }: Parts): Used {
  return {
    server: ownMs(server),
    postgres: familyMs(postgres),
    redis: redis === undefined ? 0 : ownMs(redis),
  };
}

/** Fields of /proc/<pid>/stat after the name, which may hold anything; see proc_pid_stat(5). */
interface Stat {
  parent: number;
  own: number;
  /** Of children that have ended. */
  ended: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return undefined; // ended meanwhile, or there is no /proc
  }
}

function ownMs(pid: number): number {
  return (statOf(pid)?.own ?? Number.NaN) * tickMs();
}

function familyMs(pid: number): number {
  const first = statOf(pid);
  if (!first) return Number.NaN;
  let ticks = first.own + first.ended;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(Number(name));
    if (stat?.parent === pid) ticks += stat.own;
  }
  return ticks * tickMs();
}

let tick: number | undefined;

/** The unit of those fields, in milliseconds. */
function tickMs(): number {
  tick ??= 1000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return tick;
}
