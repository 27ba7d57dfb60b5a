import { constants } from "node:os";
import { info, reasonOf, styled, TaskError } from "./terminal";

/**
 * One orderly way out of a task, whatever the reason: a signal, an error, or the work being done. What was started last
 * is stopped first. A terminal's Ctrl-C reaches this process and, through src/bin/run.mjs, reaches it again: the second
 * signal within two seconds is the same wish, a later one is impatience.
 */

interface Step {
  name: string;
  run: () => Promise<void>;
}

const steps: Step[] = [];
const impatientAfterMs = 2_000;
let begunAt: number | undefined;

/** Has `run` called when the task ends. Returns a function that takes it off the list again. */
export function atShutdown(name: string, run: () => Promise<void>): () => void {
  const step = { name, run };
  steps.push(step);
  return () => {
    const index = steps.indexOf(step);
    if (index >= 0) steps.splice(index, 1);
  };
}

export function isShuttingDown(): boolean {
  return begunAt !== undefined;
}

/** Stops everything and ends the process with `code`; a step that fails makes it 1. */
async function shutDown(code: number): Promise<never> {
  if (begunAt !== undefined) return new Promise(() => undefined);
  begunAt = Date.now();
  let result = code;
  for (let step = steps.pop(); step; step = steps.pop()) {
    try {
      await step.run();
    } catch (error) {
      console.error(`${step.name} did not stop well: ${reasonOf(error)}`);
      result ||= 1;
    }
  }
  process.exit(result);
}

/**
 * Runs a task that ends by itself: its signals, its errors and its end. `work` returns the exit code. A signal
 * interrupts it, which is no success: the code is then 128 + the signal's number.
 */
export function runTask(work: () => Promise<number>): Promise<never> {
  return run(work, (signal) => 128 + constants.signals[signal]);
}

/** The same for a task that runs until it is told to end: a signal is then how it ends well. */
export function runServer(work: () => Promise<number>): Promise<never> {
  return run(work, () => 0);
}

async function run(work: () => Promise<number>, codeOf: (signal: NodeJS.Signals) => number): Promise<never> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => onSignal(codeOf(signal)));
  }
  if (process.channel) {
    process.once("disconnect", () => shutDown(codeOf("SIGHUP"))); // src/bin/run.mjs has been killed
    process.channel.unref();
  }
  try {
    return await shutDown(await work());
  } catch (error) {
    if (!isShuttingDown()) report(error);
    return await shutDown(error instanceof TaskError ? error.exitCode : 1);
  }
}

function onSignal(code: number): void {
  if (begunAt === undefined) {
    if (process.stdout.isTTY) process.stdout.write("\n");
    if (steps.length > 0) info(styled("dim", "stopping"));
    void shutDown(code);
  } else if (Date.now() - begunAt > impatientAfterMs) {
    process.exit(130); // the handlers of "exit" kill what is left
  }
}

function report(error: unknown): void {
  if (error instanceof TaskError) console.error(`${styled("red", "masthead")} ${error.message}`);
  else console.error(error);
}
