import { Agent, request } from "node:http";
import type { Request } from "./load";

export interface Pace {
  url: string;
  requests: Request[];
  seconds: number;
  /** Requests a second, at even distances; autocannon would send each second's all at once. */
  rate: number;
}

export interface Paced {
  /** Milliseconds from when a request was due to the end of its answer. */
  latencies: number[];
  /** Answers by status; those without are under 0. */
  statuses: Record<number, number>;
}

/** Sends requests at a pace, whether or not earlier ones are answered. */
export async function paced({ url, requests, seconds, rate }: Pace): Promise<Paced> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const answers: Promise<void>[] = [];
  const result: Paced = { latencies: [], statuses: {} };
  const total = seconds * rate;
  const startedAt = performance.now();
  const dueAt = (index: number) => startedAt + (index * 1_000) / rate;
  const send = async (index: number) => {
    const one = requests[index % requests.length];
    if (!one) throw new Error("there is nothing to send");
    const status = await answerTo(new URL(one.path, url), one, agent).catch(() => 0);
    result.latencies.push(performance.now() - dueAt(index));
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
  };
  for (let sent = 0; sent < total; ) {
    while (sent < total && dueAt(sent) <= performance.now()) answers.push(send(sent++));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(answers);
  agent.destroy();
  return result;
}

function answerTo(url: URL, { method, headers }: Request, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", reject);
    })
      .on("error", reject)
      .end();
  });
}
