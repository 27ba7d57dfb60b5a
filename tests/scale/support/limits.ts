import type { Agent } from "node:http";
import { ask, type Question } from "./ask";

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
