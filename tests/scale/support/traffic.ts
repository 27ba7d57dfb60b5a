import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Asked, ask, idIn, keepAlive, type Question } from "./ask";

export interface Publication {
  slug: string;
  /** Of an author. */
  secretKey: string;
  publishableKey: string;
  /** A published article. */
  articleId: string;
  articleSlug: string;
}

export interface Figures {
  reads: number;
  writes: number;
  /** What went wrong, in words: no answer, or another one than was to be expected. */
  failures: string[];
  /** Milliseconds, in no order. */
  latencies: number[];
  /** Last acknowledged title of each article whose creation was acknowledged, by id. */
  acknowledged: Map<string, string>;
}

export interface Traffic {
  /** Resolves when so many requests more have been answered. */
  answers(count: number): Promise<void>;
  /** Lets requests in flight end, and tells what has become of all of them. */
  stop(): Promise<Figures>;
}

/** Each asks one question after the other, over a connection of its own that is kept alive. */
const readers = 8;
const writers = 4;

/** A moment between two questions, in milliseconds: the machine has to start processes meanwhile. */
const pauseMs = 15;

export function startTraffic(url: string, publication: Publication): Traffic {
  const figures: Figures = { reads: 0, writes: 0, failures: [], latencies: [], acknowledged: new Map() };
  const ending = new AbortController();
  const visitors = [
    ...Array.from({ length: readers }, (_, index) => read(index)),
    ...Array.from({ length: writers }, () => write()),
  ];

  async function read(index: number): Promise<void> {
    const agent = keepAlive(1);
    const questions = readingOf(publication);
    for (let turn = index; !ending.signal.aborted; turn++) {
      const question = questions[turn % questions.length];
      if (question && (await answerTo(agent, question, 200))) figures.reads++;
      await sleep(pauseMs);
    }
    agent.destroy();
  }

  async function write(): Promise<void> {
    const agent = keepAlive(1);
    const key = publication.secretKey;
    for (let turn = 0; !ending.signal.aborted; turn++) {
      // Half of the clients could repeat their request safely, and half could not.
      const headers: Record<string, string> = turn % 2 === 0 ? { "idempotency-key": randomUUID() } : {};
      const title = `Scale ${randomUUID()}`;
      const body = { title, content: "Written while processes come and go." };
      const made = await answerTo(
        agent,
        { method: "POST", path: "/api/v1/articles", key, body, headers },
        201,
      );
      if (!made) continue;
      figures.writes++;
      const id = idIn(made);
      figures.acknowledged.set(id, title);
      const change = { title: `${title} changed` };
      const changed = await answerTo(
        agent,
        { method: "PATCH", path: `/api/v1/articles/${id}`, key, body: change },
        200,
      );
      if (changed) {
        figures.writes++;
        figures.acknowledged.set(id, change.title);
      }
      await sleep(pauseMs);
    }
    agent.destroy();
  }

  async function answerTo(
    agent: ReturnType<typeof keepAlive>,
    question: Question,
    status: number,
  ): Promise<Asked | undefined> {
    const startedAt = performance.now();
    const what = `${question.method ?? "GET"} ${question.path}`;
    try {
      const answer = await ask(agent, url, question);
      figures.latencies.push(performance.now() - startedAt);
      if (answer.status === status) return answer;
      figures.failures.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    } catch (error) {
      figures.failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }

  const answered = () => figures.reads + figures.writes + figures.failures.length;
  return {
    async answers(count) {
      for (const goal = answered() + count; answered() < goal; ) await sleep(20);
    },
    async stop() {
      ending.abort();
      await Promise.all(visitors);
      return figures;
    },
  };
}

function readingOf({ slug, secretKey, publishableKey, articleId, articleSlug }: Publication): Question[] {
  const one = `/api/v1/articles/${articleId}`;
  const list = "/api/v1/articles?status=published&limit=5";
  return [
    { path: one, key: publishableKey },
    { path: list, key: publishableKey },
    { path: one, key: secretKey },
    { path: list, key: secretKey },
    { path: `/p/${slug}/${articleSlug}` },
  ];
}
