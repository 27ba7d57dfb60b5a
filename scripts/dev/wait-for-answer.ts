import { setTimeout as sleep } from "node:timers/promises";
import type { Managed } from "../../src/bin/support/processes";
import { TaskError, warn } from "../../src/bin/support/terminal";

/** Waits until `url` answers, and says so if it answers with a fault. Throws if the server ends first. */
export async function waitForAnswer(url: string, server: Managed): Promise<void> {
  let ended = false;
  server.exited.then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  while (!ended) {
    // The first answer of a development server waits for the compiler, which may take long on a small machine.
    const status = await statusOf(url, 120_000);
    if (status !== undefined) {
      if (status >= 500) warn(`${url} answers with ${status}; see the messages above`);
      return;
    }
    await sleep(100);
  }
  throw new TaskError("The server ended before it answered; see its messages above.");
}

async function statusOf(url: string, timeoutMs: number): Promise<number | undefined> {
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
