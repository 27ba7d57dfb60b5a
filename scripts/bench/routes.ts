import { randomUUID } from "node:crypto";
import { z } from "zod";
import { reasonOf, TaskError } from "../../src/bin/support/terminal";
import type { Requests } from "./request";

export interface Server {
  url: string;
  key: string;
  /** Slug of the organisation whose public page is asked for. */
  slug: string;
}

/** One kind of request of the mix. */
export interface Route {
  name: string;
  requests: Requests;
}

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The mix: what integrators, readers and visitors ask for. Throws a TaskError if the server or the key is wrong. */
export async function requestsTo({ url, key, slug }: Server): Promise<Route[]> {
  const headers = { authorization: `Bearer ${key}` };
  const id = await firstArticle(url, headers);
  const get = (name: string, path: string, own: Record<string, string> = {}): Route => ({
    name,
    requests: [{ method: "GET", path, headers: own }],
  });
  const create = () => ({
    method: "POST" as const,
    path: "/api/v1/articles",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({
      title: `Measured ${randomUUID()}`,
      content: "Some *text*.\n".repeat(40),
      tags: ["bench"],
    }),
  });
  return [
    get("list", "/api/v1/articles?limit=20", headers),
    get("by id", `/api/v1/articles/${id}`, headers),
    { name: "create", requests: create },
    get("search", "/api/v1/articles?q=publishing", headers),
    get("public page", `/p/${slug}`),
    get("login page", "/login"),
  ];
}

async function firstArticle(url: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${url}/api/v1/articles?limit=1`, { headers }).catch((error: unknown) => {
    throw new TaskError(
      `Nobody answers at ${url} (${reasonOf(error)}). Start a server first: npm run preview.`,
    );
  });
  if (!answer.ok)
    throw new TaskError(`${url} answers ${answer.status} to the list of articles: is the key right?`);
  const [article] = listSchema.parse(await answer.json()).data;
  if (!article) throw new TaskError("There is no article to read. Make one first, or run npm run seed.");
  return article.id;
}
