import { randomUUID } from "node:crypto";
import { z } from "zod";
import { slugOf } from "../../src/server/articles/slugs";
import type { Answer, Api } from "../rest/client";
import { describeError } from "../rest/describe-error";
import { RunEnded } from "../rest/run-ended";
import { bytesMax, type ImportedArticle } from "./article";
import { Refusal } from "./refusal";

export type Outcome = "created" | "updated" | "unchanged";

const articleSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  content: z.string(),
  status: z.enum(["draft", "published", "archived"]),
  tags: z.array(z.object({ slug: z.string(), name: z.string() })),
  publishedAt: z.string().nullish(),
});
const idSchema = z.object({ data: z.object({ id: z.string() }) });
const listSchema = z.object({ data: z.array(articleSchema) });
type Article = z.infer<typeof articleSchema>;

/**
 * Makes the article be as `wanted` says. Throws Refusal if the server does not take it. Safe to be
 * repeated, since the article is found by its slug; so is every single request, because creating the same slug twice
 * is refused and the other requests set what they set.
 */
export async function publishArticle(api: Api, wanted: ImportedArticle): Promise<Outcome> {
  const existing = await findBySlug(api, wanted.slug);
  if (existing) return update(api, wanted, existing);
  const body = creation(wanted);
  if (Buffer.byteLength(JSON.stringify(body)) > bytesMax)
    throw new Refusal("as a request it is larger than 1 MiB");
  const answer = await api.send("POST", "/api/v1/articles", body, { "idempotency-key": randomUUID() });
  if (answer.status === 201) {
    if (wanted.status === "archived") await moveTo(api, "archived", idSchema.parse(answer.body).data.id);
    return "created";
  }
  const taken = answer.status === 409 ? await findBySlug(api, wanted.slug) : undefined;
  if (!taken) throw refusal(answer);
  // The answer to our own first attempt was lost; or somebody else was faster, and theirs is brought up to date.
  const outcome = await update(api, wanted, taken);
  return answer.attempts > 1 && outcome === "unchanged" ? "created" : outcome;
}

async function findBySlug(api: Api, slug: string): Promise<Article | undefined> {
  const answer = await api.send("GET", `/api/v1/articles?slug=${encodeURIComponent(slug)}&limit=1`);
  if (answer.status !== 200) throw refusal(answer);
  const list = listSchema.safeParse(answer.body);
  if (!list.success) throw new RunEnded("the server's list of articles is not what this version understands");
  return list.data.data[0];
}

function creation({ title, content, slug, tags, status, publishedAt }: ImportedArticle) {
  return {
    title,
    content,
    slug,
    tags,
    status: status === "archived" ? "draft" : status,
    ...(publishedAt ? { publishedAt: publishedAt.toISOString() } : {}),
  };
}

async function update(api: Api, wanted: ImportedArticle, existing: Article): Promise<Outcome> {
  const changes = changesOf(wanted, existing);
  if (Object.keys(changes).length > 0) {
    const answer = await api.send("PATCH", `/api/v1/articles/${existing.id}`, changes);
    if (answer.status !== 200) throw refusal(answer);
  }
  const moved = await changeStatus(api, wanted, existing);
  return moved || Object.keys(changes).length > 0 ? "updated" : "unchanged";
}

/** Archiving is a person's decision on the server, which an import does not undo. */
async function changeStatus(api: Api, wanted: ImportedArticle, existing: Article): Promise<boolean> {
  if (existing.status === wanted.status) return false;
  if (existing.status === "archived") {
    wanted.notes.push("its article is archived, and stays so");
    return false;
  }
  await moveTo(api, wanted.status, existing.id);
  return true;
}

const actions = { draft: "unpublish", published: "publish", archived: "archive" };

async function moveTo(api: Api, status: ImportedArticle["status"], id: string): Promise<void> {
  const answer = await api.send("POST", `/api/v1/articles/${id}/${actions[status]}`);
  // 409: it is so already, by an attempt of ours whose answer was lost.
  if (answer.status !== 200 && !(answer.status === 409 && answer.attempts > 1)) throw refusal(answer);
}

/** What is different. */
function changesOf(wanted: ImportedArticle, existing: Article): Record<string, unknown> {
  const { title, content, tags, publishedAt } = wanted;
  const sameDate =
    !publishedAt || (existing.publishedAt && Date.parse(existing.publishedAt) === publishedAt.getTime());
  return {
    ...(title === existing.title ? {} : { title }),
    ...(content === existing.content ? {} : { content }),
    ...(sameTags(tags, existing) ? {} : { tags }),
    ...(sameDate ? {} : { publishedAt: publishedAt.toISOString() }),
  };
}

/** Tags are the same if their slugs are: "next.js" is the organisation's "Next.js". */
function sameTags(names: string[], { tags }: Article): boolean {
  const wanted = new Set(names.map((name) => slugOf(name, 100)));
  return wanted.size === tags.length && tags.every(({ slug }) => wanted.has(slug));
}

function refusal({ status, body, attempts }: Answer): Refusal {
  const times = status >= 500 || status === 429 ? ` after ${attempts} attempts` : "";
  return new Refusal(`the server says${times}: ${describeError(status, body)}`);
}
