import { z } from "zod";
import { tagKey } from "../../src/server/tags/key";
import type { Api } from "../rest/client";
import { FatalError } from "../rest/fatal-error";
import type { ImportedArticle } from "./article";
import { articleErrorOf } from "./article-error";

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
const oneSchema = z.object({ data: articleSchema });

/** An article of the server. */
export type Existing = z.output<typeof articleSchema>;

export async function findBySlug(api: Api, slug: string): Promise<Existing | undefined> {
  const answer = await api.send("GET", `/api/v1/articles?slug=${encodeURIComponent(slug)}&limit=1`);
  if (answer.status !== 200) throw articleErrorOf(answer);
  const list = listSchema.safeParse(answer.body);
  if (!list.success)
    throw new FatalError("the server's list of articles is not what this version understands");
  return list.data.data.find((article) => article.slug === slug);
}

/** Undefined if it is gone. */
export async function findById(api: Api, id: string): Promise<Existing | undefined> {
  const answer = await api.send("GET", `/api/v1/articles/${id}`);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw articleErrorOf(answer);
  const one = oneSchema.safeParse(answer.body);
  if (!one.success) throw new FatalError("the server's article is not what this version understands");
  return one.data.data;
}

/** Tags are the same if the server takes their names for one: "next.js" is the organisation's "Next.js". */
export function sameTags(names: string[], { tags }: Existing): boolean {
  const there = new Set(tags.map(({ name }) => tagKey(name)));
  const wanted = new Set(names.map(tagKey));
  return wanted.size === there.size && [...wanted].every((key) => there.has(key));
}

export function isSameText({ title, content }: ImportedArticle, existing: Existing): boolean {
  return title === existing.title && content === existing.content;
}
