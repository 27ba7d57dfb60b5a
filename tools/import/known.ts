import { createHash } from "node:crypto";
import { z } from "zod";
import type { Api } from "../rest/client";
import { RunEnded } from "../rest/run-ended";
import { refusalOf } from "./refusal";

const listSchema = z.object({
  data: z.array(
    z.object({
      path: z.string(),
      fingerprint: z.string().nullable(),
      article: z.object({
        id: z.string(),
        slug: z.string(),
        status: z.enum(["draft", "published", "archived"]),
      }),
    }),
  ),
  meta: z.object({ nextCursor: z.string().nullable() }),
});
export type Known = z.output<typeof listSchema>["data"][number];

/** What this importer has brought in before, by the key of its source. */
export async function knownSources(api: Api, importer: string): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  let cursor = "";
  for (;;) {
    const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api.send("GET", `/api/v1/article-sources?importer=${importer}&limit=100${after}`);
    if (answer.status !== 200) throw new RunEnded(refusalOf(answer).message);
    const page = listSchema.safeParse(answer.body);
    if (!page.success)
      throw new RunEnded("the server's list of what was imported is not what this version understands");
    for (const source of page.data.data) known.set(source.path, source);
    if (page.data.meta.nextCursor === null) return known;
    cursor = page.data.meta.nextCursor;
  }
}

/** What came from one source. */
export async function knownOne(api: Api, importer: string, id: string): Promise<Known | undefined> {
  const path = keyOfSource(id);
  return (await knownSources(api, importer)).get(path);
}

/** What the server knows a source by: its id, or a hash of one that is too long or too odd for the server. */
export function keyOfSource(id: string): string {
  const isPlain =
    id.length <= 500 && id.trim() === id && id !== "" && !/\p{C}/u.test(id) && id.isWellFormed();
  return isPlain ? id : `sha256 ${createHash("sha256").update(id).digest("hex")}`;
}

/** Ten digits that tell it from others of the same name. */
export function shortHash(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 10);
}
