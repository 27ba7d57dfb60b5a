import type { Agent } from "node:http";
import type { TestTenant } from "../../support/factories";
import { ask, type Question } from "./ask";
import type { ServerProcess } from "./server-process";

/** One place where a change must show: what to ask, and how to tell whether the answer is of now. */
export interface View {
  name: string;
  question: Question;
  isFresh(status: number, text: string): boolean;
}

export interface Seen {
  /** From the answer to the change until the first answer that shows it, in milliseconds. */
  delayMs: number;
  /** Answers before that one which did not show it yet. */
  stale: number;
}

/** A change that doesn't show for so long counts as never seen, in milliseconds. */
const patienceMs = 5_000;

/** Asks every other process for every view until all of them show the change. To be called once it has been answered. */
export async function untilFresh(agent: Agent, processes: ServerProcess[], views: View[]): Promise<Seen[]> {
  const startedAt = performance.now();
  const all = processes.flatMap(({ url }) => views.map((view) => ({ url, view })));
  return Promise.all(
    all.map(async ({ url, view: { name, question, isFresh } }) => {
      for (let stale = 0; ; stale++) {
        const { status, text } = await ask(agent, url, question);
        const delayMs = performance.now() - startedAt;
        if (isFresh(status, text)) return { delayMs, stale };
        if (delayMs > patienceMs) throw new Error(`${name} at ${url} is still of before: ${status}`);
      }
    }),
  );
}

/** What a site and a reader see of an article: itself, the list and the public page. */
export function viewsOf(
  tenant: Pick<TestTenant, "slug" | "publishableKey">,
  id: string,
  slug: string,
): Record<"shown" | "gone", (text: string) => View[]> {
  const key = tenant.publishableKey;
  const one = { path: `/api/v1/articles/${id}`, key };
  const list = { path: "/api/v1/articles?sort=-publishedAt&limit=5&fields=id,title", key };
  const page = { path: `/p/${tenant.slug}/${slug}` };
  const shows = (name: string, question: Question, title: string): View => ({
    name,
    question,
    isFresh: (status, text) => status === 200 && text.includes(title),
  });
  const isGone = (status: number) => status === 404;
  return {
    shown: (title) => [
      shows("the article", one, `"${title}"`),
      shows("the list", list, `"${title}"`),
      shows("the page", page, `${title}</h1>`),
    ],
    gone: (articleId) => [
      { name: "the article", question: one, isFresh: isGone },
      { name: "the list", question: list, isFresh: (_status, text) => !text.includes(articleId) },
      { name: "the page", question: page, isFresh: isGone },
    ],
  };
}
