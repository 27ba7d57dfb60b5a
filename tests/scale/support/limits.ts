import type { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Question } from "./ask";

/** Seconds that limits count in. */
const windowSeconds = 60;

/**
 * Waits for a moment with `seconds` left of the window, which begin at whole minutes: what is counted in one window is
 * exact, while the limiter weighs what is left of the one before.
 */
export async function untilWindowHas(seconds: number): Promise<void> {
  const leftMs = windowSeconds * 1000 - (Date.now() % (windowSeconds * 1000));
  if (leftMs < seconds * 1000) await sleep(leftMs + 200);
}

/** Sends `count` requests, `atOnce` at a time, to the processes in turn; answers how often each status came from each. */
export async function countAnswers(
  agent: Agent,
  { urls, question, count, atOnce }: { urls: string[]; question: Question; count: number; atOnce: number },
): Promise<Map<string, Record<number, number>>> {
  const answers = new Map<string, Record<number, number>>(urls.map((url) => [url, {}]));
  let sent = 0;
  const send = async () => {
    while (sent < count) {
      const url = urls[sent++ % urls.length] ?? "";
      const { status } = await ask(agent, url, question);
      const counted = answers.get(url) ?? {};
      counted[status] = (counted[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, send));
  return answers;
}
