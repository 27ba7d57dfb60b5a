import { Agent, request } from "node:http";
import type { Request } from "./request";

export interface Pace {
  url: string;
  requests: Request[];
  seconds: number;
  /** Requests a second, at even distances; autocannon would send each second's all at once. */
  rate: number;
}

export interface Paced {
  /**
   * Milliseconds from sending a request to the end of its answer. Not from when it was due: how late the sender's timers
   * are on a busy machine is nothing that the server's clients would notice elsewhere.
   */
  latencies: number[];
  /** Answers by status; those without are under 0. */
  statuses: Record<number, number>;
  /** Bytes of all answers' bodies. */
  received: number;
}

/** Sends requests at a pace, whether or not earlier ones are answered. */
export async function paced({ url, requests, seconds, rate }: Pace): Promise<Paced> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const answers: Promise<void>[] = [];
  const result: Paced = { latencies: [], statuses: {}, received: 0 };
  const total = seconds * rate;
  const startedAt = performance.now();
  const dueAt = (index: number) => startedAt + (index * 1_000) / rate;
  const send = async (index: number) => {
    const one = requests[index % requests.length];
    if (!one) throw new Error("there is nothing to send");
    const sentAt = performance.now();
    const { status, bytes } = await answerTo(new URL(one.path, url), one, agent).catch(() => lost);
    result.latencies.push(performance.now() - sentAt);
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    result.received += bytes;
  };
  for (let sent = 0; sent < total; ) {
    while (sent < total && dueAt(sent) <= performance.now()) answers.push(send(sent++));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(answers);
  agent.destroy();
  return result;
}

interface Answer {
  status: number;
  bytes: number;
}

const lost: Answer = { status: 0, bytes: 0 };

function answerTo(url: URL, { method, headers }: Request, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent }, (response) => {
      let bytes = 0;
      response.on("data", (part: Buffer) => {
        bytes += part.length;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, bytes }));
      response.on("error", reject);
    })
      .on("error", reject)
      .end();
  });
}
