import { randomUUID } from "node:crypto";
import { z } from "zod";
import { slugOf } from "../../src/server/articles/slugs";
import { type Answer, type Api, describeError } from "./api";
import { bytesMax, type MarkdownDocument } from "./document";
import { Refusal, RunEnded } from "./refusal";

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
const listSchema = z.object({ data: z.array(articleSchema) });
type Article = z.infer<typeof articleSchema>;

/**
 * Makes the article of this document be as the document says. Throws Refusal if the server does not take it. Safe to be
 * repeated, since the article is found by its slug; so is every single request, because creating the same slug twice
 * is refused and the other requests set what they set.
 */
export async function publishDocument(api: Api, document: MarkdownDocument): Promise<Outcome> {
  const existing = await findBySlug(api, document.slug);
  if (existing) return update(api, document, existing);
  const body = creation(document);
  if (Buffer.byteLength(JSON.stringify(body)) > bytesMax)
    throw new Refusal("as a request it is larger than 1 MiB");
  const answer = await api.send("POST", "/api/v1/articles", body, { "idempotency-key": randomUUID() });
  if (answer.status === 201) return "created";
  const taken = answer.status === 409 ? await findBySlug(api, document.slug) : undefined;
  if (!taken) throw refusal(answer);
  // The answer to our own first attempt was lost; or somebody else was faster, and theirs is brought up to date.
  const outcome = await update(api, document, taken);
  return answer.attempts > 1 && outcome === "unchanged" ? "created" : outcome;
}

async function findBySlug(api: Api, slug: string): Promise<Article | undefined> {
  const answer = await api.send("GET", `/api/v1/articles?slug=${encodeURIComponent(slug)}&limit=1`);
  if (answer.status !== 200) throw refusal(answer);
  const list = listSchema.safeParse(answer.body);
  if (!list.success) throw new RunEnded("the server's list of articles is not what this version understands");
  return list.data.data[0];
}

function creation({ title, content, slug, tags, status, publishedAt }: MarkdownDocument) {
  return {
    title,
    content,
    slug,
    tags,
    status,
    ...(publishedAt ? { publishedAt: publishedAt.toISOString() } : {}),
  };
}

async function update(api: Api, document: MarkdownDocument, existing: Article): Promise<Outcome> {
  const changes = changesOf(document, existing);
  const place = `/api/v1/articles/${existing.id}`;
  if (Object.keys(changes).length > 0) {
    const answer = await api.send("PATCH", place, changes);
    if (answer.status !== 200) throw refusal(answer);
  }
  const moved = await changeStatus(api, document, existing, place);
  return moved || Object.keys(changes).length > 0 ? "updated" : "unchanged";
}

/** What is different; archiving is a person's decision on the server, which a file does not undo. */
async function changeStatus(
  api: Api,
  document: MarkdownDocument,
  existing: Article,
  place: string,
): Promise<boolean> {
  if (existing.status === "archived") {
    document.notes.push("its article is archived, and stays so");
    return false;
  }
  if (existing.status === document.status) return false;
  const answer = await api.send(
    "POST",
    `${place}/${document.status === "published" ? "publish" : "unpublish"}`,
  );
  // 409: it is so already, by an attempt of ours whose answer was lost.
  if (answer.status !== 200 && !(answer.status === 409 && answer.attempts > 1)) throw refusal(answer);
  return true;
}

function changesOf(document: MarkdownDocument, existing: Article): Record<string, unknown> {
  const { title, content, tags, publishedAt } = document;
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
