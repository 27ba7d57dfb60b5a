import { parentPort } from "node:worker_threads";
import { renderToHtml } from "../../markdown/render";
import { diffContent } from "../articles/diff";
import type { Kind, Outcome, Task, Work } from "./task";

/**
 * A thread of the server that works on texts, whatever they cost; see pool.ts for who ends it. It is bundled into one file
 * of its own with all that it imports, so that must be little.
 */
const work: { [K in Kind]: (input: Work[K]["input"]) => Work[K]["output"] } = {
  render: ({ markdown }) => renderToHtml(markdown),
  diff: ({ before, after }) => diffContent(before, after),
};

parentPort?.on("message", (task: Task) => parentPort?.postMessage(outcomeOf(task)));

function outcomeOf<K extends Kind>({ kind, input }: Task<K>): Outcome<Work[K]["output"]> {
  try {
    return { kind: "done", value: work[kind](input) };
  } catch {
    // Beyond a limit of the renderer, or of the stack: the same text ends in the same way each time.
    return { kind: "too_costly" };
  }
}
