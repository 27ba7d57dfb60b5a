import { z } from "zod";
import type { Api } from "../rest/client";
import { withHash } from "./addresses";
import { articleErrorOf } from "./article-error";
import { type DesiredArticle, type Outcome, sourceOf } from "./desired-article";
import { type Existing, findById } from "./existing";
import { findImportedSource } from "./imported-sources";
import { sendArticle } from "./send";
import { updateArticle } from "./update";

const idSchema = z.object({ data: z.object({ id: z.string() }) });

/**
 * Makes the article of a source be as it says. Throws ArticleError if the server does not take it. Safe to be repeated, since
 * the article is found by its source; so is every single request, because a source has one article and the other requests
 * set what they set. Only articles that this importer has made are changed.
 */
export async function publishArticle(api: Api, wanted: DesiredArticle): Promise<Outcome> {
  const { place, article } = wanted;
  if (place.known) return updateArticle(api, wanted, place.known);
  if (place.same) {
    article.notes.push(
      `its article "${place.slug}" was there already, word for word, and is updated from now on`,
    );
    return adopt(api, wanted, place.same);
  }
  if (place.takenSlug !== undefined)
    article.notes.push(`its address "${place.takenSlug}" is another article's, so it became "${place.slug}"`);
  return create(api, wanted, place.slug);
}

async function create(api: Api, wanted: DesiredArticle, slug: string): Promise<Outcome> {
  const body = creation(wanted, slug);
  const answer = await sendArticle(api, ["POST", "/api/v1/articles"], body, wanted.article);
  if (answer.status === 201) {
    if (wanted.article.status === "archived") await archive(api, idSchema.parse(answer.body).data.id);
    return "created";
  }
  if (answer.status !== 409) throw articleErrorOf(answer);
  // The answer to our own first attempt was lost; or the same import runs twice.
  const known = await findImportedSource(api, wanted.importer, wanted.source.id);
  if (known) {
    const outcome = await updateArticle(api, wanted, known);
    return answer.attempts > 1 && outcome === "unchanged" ? "created" : outcome;
  }
  const hashed = withHash(slug, wanted.source.id);
  if (slug === hashed || slug.endsWith(hashed.slice(-11))) throw articleErrorOf(answer);
  // Somebody took the address since the import began.
  wanted.article.notes.push(`its address "${slug}" is another article's, so it became "${hashed}"`);
  return create(api, wanted, hashed);
}

function creation(wanted: DesiredArticle, slug: string) {
  const { title, content, tags, status, publishedAt } = wanted.article;
  return {
    ...{ title, content, slug, tags },
    status: status === "archived" ? "draft" : status,
    ...(publishedAt ? { publishedAt: publishedAt.toISOString() } : {}),
    source: sourceOf(wanted),
  };
}

async function archive(api: Api, id: string): Promise<void> {
  const answer = await api.send("POST", `/api/v1/articles/${id}/archive`);
  if (answer.status !== 200 && !(answer.status === 409 && answer.attempts > 1)) throw articleErrorOf(answer);
}

/** Takes what is there as this source's, and leaves all else of it as it is. */
async function adopt(api: Api, wanted: DesiredArticle, { id }: Existing): Promise<Outcome> {
  const answer = await api.send("PATCH", `/api/v1/articles/${id}`, { source: sourceOf(wanted) });
  if (answer.status === 404 && !(await findById(api, id))) return create(api, wanted, wanted.place.slug);
  if (answer.status !== 200) throw articleErrorOf(answer);
  return "unchanged";
}
