import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Managed } from "./processes";

/** The exit code of a server that refuses its configuration (EX_CONFIG of sysexits.h): trying again would change nothing. */
export const exitCodeOfRefusal = 78;

/** How a server ended that is started again. */
export interface Death {
  exitCode: number;
  /** The signal that ended it, also where it is known by the exit code alone. */
  signal: string | undefined;
  restartInMs: number;
}

export interface SupervisorOptions {
  /** Called with each death, before the wait. */
  onDeath: (death: Death) => void;
  /** The wait after the first death; it doubles with each that follows, up to the longest. */
  firstWaitMs?: number;
  longestWaitMs?: number;
  /** A server that ran for so long was well: the next wait is the first again. */
  healthyMs?: number;
}

/**
 * Keeps a server running: one that dies is started again. Not one that was told to stop, and not one that refuses its
 * configuration. The result stands for all of them: `exited` resolves when none will be started any more.
 */
export function supervise(start: () => Managed, options: SupervisorOptions): Managed {
  const ending = new AbortController();
  let current = start();
  const run = async (): Promise<number> => {
    for (let deaths = 0; ; ) {
      const startedAt = Date.now();
      const exitCode = await current.exited;
      if (ending.signal.aborted || isMeant(exitCode)) return exitCode;
      deaths = Date.now() - startedAt >= (options.healthyMs ?? 60_000) ? 0 : deaths;
      const restartInMs = waitAfter(deaths, options);
      deaths += 1;
      options.onDeath({ exitCode, signal: signalOf(exitCode), restartInMs });
      await sleep(restartInMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return exitCode;
      current = start();
    }
  };
  const exited = run();
  return {
    get pid() {
      return current.pid;
    },
    exited,
    stop: (graceMs) => {
      ending.abort();
      return current.stop(graceMs);
    },
  };
}

/** Whether a server ended because it was told to, or because it can't run as it is configured. */
function isMeant(exitCode: number): boolean {
  const told = ["SIGTERM", "SIGINT", "SIGHUP"].includes(signalOf(exitCode) ?? "");
  return exitCode === 0 || exitCode === exitCodeOfRefusal || told;
}

function waitAfter(deaths: number, { firstWaitMs = 200, longestWaitMs = 30_000 }: SupervisorOptions): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** deaths);
}

function signalOf(exitCode: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0];
}
