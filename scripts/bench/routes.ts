import { z } from "zod";
import { reasonOf, TaskError } from "../support/say";

export interface Target {
  url: string;
  key: string;
  /** Slug of the organisation whose public page is asked for. */
  slug: string;
}

/** One kind of request of the mix. */
export interface Route {
  name: string;
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
}

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The mix: what integrators, readers and visitors ask for. Throws a TaskError if the server or the key is wrong. */
export async function routesOf({ url, key, slug }: Target): Promise<Route[]> {
  const headers = { authorization: `Bearer ${key}` };
  const id = await firstArticle(url, headers);
  // autocannon puts a new number where [<id>] stands, so that every article has its own title and slug.
  const body = JSON.stringify({
    title: "Measured [<id>]",
    content: "Some *text* to store.\n".repeat(20),
    tags: ["bench"],
  });
  return [
    { name: "list", method: "GET", path: "/api/v1/articles?limit=20", headers },
    { name: "by id", method: "GET", path: `/api/v1/articles/${id}`, headers },
    {
      name: "create",
      method: "POST",
      path: "/api/v1/articles",
      headers: { ...headers, "content-type": "application/json" },
      body,
    },
    { name: "search", method: "GET", path: "/api/v1/articles?q=publishing", headers },
    { name: "public page", method: "GET", path: `/p/${slug}`, headers: {} },
    { name: "login page", method: "GET", path: "/login", headers: {} },
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
