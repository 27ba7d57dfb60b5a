import { createHash } from "node:crypto";
import { z } from "zod";
import type { Api } from "../rest/client";
import { FatalError } from "../rest/fatal-error";
import { articleErrorOf } from "./article-error";

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
export type ImportedSource = z.output<typeof listSchema>["data"][number];

/** What this importer has brought in before, by the key of its source. */
export async function listImportedSources(api: Api, importer: string): Promise<Map<string, ImportedSource>> {
  const known = new Map<string, ImportedSource>();
  let cursor = "";
  for (;;) {
    const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api.send("GET", `/api/v1/article-sources?importer=${importer}&limit=100${after}`);
    if (answer.status !== 200) throw new FatalError(articleErrorOf(answer).message);
    const page = listSchema.safeParse(answer.body);
    if (!page.success)
      throw new FatalError("the server's list of what was imported is not what this version understands");
    for (const source of page.data.data) known.set(source.path, source);
    if (page.data.meta.nextCursor === null) return known;
    cursor = page.data.meta.nextCursor;
  }
}

/** What came from one source. */
export async function findImportedSource(
  api: Api,
  importer: string,
  id: string,
): Promise<ImportedSource | undefined> {
  const path = keyOfSource(id);
  return (await listImportedSources(api, importer)).get(path);
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
