import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Answer, Api } from "../rest/client";
import { bytesMax, type ImportedArticle } from "./article";
import { ArticleError } from "./article-error";

const problems = z.object({ details: z.array(z.object({ path: z.string() })).min(1) });

/**
 * Sends an article, or changes of one. Tags that the server doesn't take are left out and noted, since an article without
 * one of its tags is better than none. Throws ArticleError if it is too large.
 */
export async function sendArticle(
  api: Api,
  [method, path]: ["POST" | "PATCH", string],
  body: Record<string, unknown>,
  article: ImportedArticle,
): Promise<Answer> {
  if (Buffer.byteLength(JSON.stringify(body)) > bytesMax)
    throw new ArticleError("as a request it is larger than 1 MiB");
  const headers: Record<string, string> = method === "POST" ? { "idempotency-key": randomUUID() } : {};
  const answer = await api.send(method, path, body, headers);
  const wrong = answer.status === 400 ? wrongTags(answer.body) : new Set<number>();
  const names = Array.isArray(body.tags) ? article.tags : [];
  const kept = names.filter((_, index) => !wrong.has(index));
  if (kept.length === names.length) return answer;
  const left = names.filter((_, index) => wrong.has(index));
  article.notes.push(`tags that the server doesn't take were left out: ${left.join(", ")}`);
  article.tags = kept;
  return sendArticle(api, [method, path], { ...body, tags: kept }, article);
}

/** Which of the tags, if there is nothing else wrong. */
function wrongTags(body: unknown): Set<number> {
  const parsed = problems.safeParse(body);
  const numbers = (parsed.data?.details ?? []).map(({ path }) =>
    Number(/^tags\.(\d+)$/.exec(path)?.[1] ?? -1),
  );
  return new Set(numbers.includes(-1) ? [] : numbers);
}
