import type { Api } from "../rest/client";
import type { ImportedArticle } from "./article";
import { articleErrorOf } from "./article-error";
import { type DesiredArticle, type Outcome, sourceOf } from "./desired-article";
import { type Existing, findById, sameTags } from "./existing";
import { digest, type Fingerprint, type Followed, followed, readFingerprint } from "./fingerprint";
import type { ImportedSource } from "./imported-sources";
import { sendArticle } from "./send";

/**
 * Brings an article up to date with what has changed in its source since the last run. What has changed only on the server
 * is left as it is: a title that somebody mended here, or that it was unpublished or archived.
 */
export async function updateArticle(
  api: Api,
  wanted: DesiredArticle,
  known: ImportedSource,
): Promise<Outcome> {
  const before = readFingerprint(known.fingerprint);
  const now = wanted.fingerprint;
  const changed = followed.filter((name) => now[name] !== before[name]);
  noteStatus(wanted.article, known, before);
  if (changed.length === 0) return "unchanged";
  const existing = await findById(api, known.article.id);
  if (!existing) return "unchanged"; // it was deleted a moment ago, and the next run makes it anew
  const changes = changesOf(wanted.article, existing, before, changed);
  const moves = changed.includes("status") && isToMove(wanted.article, existing, before);
  const isToAppear = moves && wanted.article.status === "published";
  // What disappears does so first, what appears last: nobody sees an old text that wasn't for them.
  if (moves && !isToAppear) await move(api, wanted.article.status, existing.id);
  if (isToAppear) {
    if (Object.keys(changes).length > 0) await patch(api, existing.id, changes, wanted.article);
    await move(api, wanted.article.status, existing.id);
    await patch(api, existing.id, { source: sourceOf(wanted) }, wanted.article);
  } else await patch(api, existing.id, { ...changes, source: sourceOf(wanted) }, wanted.article);
  return moves || Object.keys(changes).length > 0 ? "updated" : "unchanged";
}

async function patch(
  api: Api,
  id: string,
  body: Record<string, unknown>,
  article: ImportedArticle,
): Promise<void> {
  const answer = await sendArticle(api, ["PATCH", `/api/v1/articles/${id}`], body, article);
  if (answer.status !== 200) throw articleErrorOf(answer);
}

/** That it isn't what its source says is a person's decision on the server, which an import does not undo. */
function noteStatus(
  article: ImportedArticle,
  { article: existing }: ImportedSource,
  before: Fingerprint,
): void {
  const isOurs = existing.status === (before.status ?? existing.status);
  if (existing.status === article.status || isOurs) return;
  const words = { draft: "a draft", published: "published", archived: "archived" };
  article.notes.push(`its article was made ${words[existing.status]} on the server, and stays so`);
}

function isToMove(article: ImportedArticle, existing: Existing, before: Fingerprint): boolean {
  if (existing.status === "archived" && article.status === "draft") return false; // it is hidden already
  return existing.status !== article.status && existing.status === (before.status ?? existing.status);
}

async function move(api: Api, status: ImportedArticle["status"], id: string): Promise<void> {
  const action = { draft: "unpublish", published: "publish", archived: "archive" }[status];
  const answer = await api.send("POST", `/api/v1/articles/${id}/${action}`);
  // 409: it is so already, by an attempt of ours whose answer was lost.
  if (answer.status !== 200 && !(answer.status === 409 && answer.attempts > 1)) throw articleErrorOf(answer);
}

/** What is different, and has changed in the source. */
function changesOf(
  article: ImportedArticle,
  existing: Existing,
  before: Fingerprint,
  changed: readonly Followed[],
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const name of ["title", "content"] as const) {
    if (!changed.includes(name) || article[name] === existing[name]) continue;
    changes[name] = article[name];
    if (before[name] !== undefined && digest(existing[name]) !== before[name])
      article.notes.push(`its ${name} was changed on the server too, which is now in its history only`);
  }
  if (changed.includes("tags") && !sameTags(article.tags, existing)) changes.tags = article.tags;
  const { publishedAt } = article;
  const hasDate = !publishedAt || Date.parse(existing.publishedAt ?? "") === publishedAt.getTime();
  if (changed.includes("publishedAt") && !hasDate) changes.publishedAt = publishedAt.toISOString();
  return changes;
}
