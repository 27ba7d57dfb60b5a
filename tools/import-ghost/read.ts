import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { reasonOf, TaskError } from "../../src/bin/support/terminal";
import {
  type GhostPost,
  type GhostPostMeta,
  postAuthorSchema,
  postMetaSchema,
  postSchema,
  postTagSchema,
  tagSchema,
  userSchema,
} from "./schema";

/** A post with what other tables say of it; or why it can't be read. */
export type Entry =
  | { post: GhostPost; meta: GhostPostMeta | undefined; tags: string[]; authors: string[] }
  | { name: string; fault: string };

/** Rows that don't have the form of their table, per table: they are passed over. */
export interface GhostExport {
  entries: Entry[];
  faults: Map<string, number>;
}

const tables = z.looseObject({ posts: z.array(z.unknown()) });
const wrapping = z.union([
  z.object({ db: z.array(z.unknown()).min(1) }).transform(({ db }) => db[0]),
  z.object({ data: z.unknown() }).transform(({ data }) => data),
]);
const wrappingsMax = 5;

/**
 * The tables of an export. Since version 1 they are in `data` of a list of one database, before in `data`; exports of
 * which somebody has made others, and Ghost's own examples, have one or two more around them. Undefined without posts.
 */
function tablesIn(value: unknown): z.output<typeof tables> | undefined {
  let inner = wrapping.safeParse(value);
  for (let count = 0; inner.success && count < wrappingsMax; count++) {
    const found = tables.safeParse(inner.data);
    if (found.success) return found.data;
    inner = wrapping.safeParse(inner.data);
  }
  return undefined;
}

/** What Node.js can hold as one text. */
const bytesMax = 500_000_000;

/** Reads Ghost's JSON export. Throws a TaskError that names the file and what is wrong with it. */
export function readExport(location: string): GhostExport {
  let text: string;
  try {
    const { size } = statSync(location);
    if (size > bytesMax)
      throw new Error(
        `it has ${Math.ceil(size / 1e6)} MB, and more than ${bytesMax / 1e6} MB don't fit in memory`,
      );
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(location));
  } catch (error) {
    throw new TaskError(`${location} can't be read: ${reasonOf(error)}.`, 2);
  }
  return parseExport(text, location);
}

export function parseExport(text: string, location: string): GhostExport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TaskError(`${location} is not JSON: ${reasonOf(error)}.`, 2);
  }
  const found = tablesIn(value);
  if (!found)
    throw new TaskError(`${location} is not an export of Ghost: there is no db[0].data.posts in it.`, 2);
  return assemble(found);
}

function assemble(data: z.output<typeof tables>): GhostExport {
  const faults = new Map<string, number>();
  const rows = <T>(table: string, schema: z.ZodType<T>): T[] => {
    const all = data[table];
    const good = (Array.isArray(all) ? all : []).map((row) => schema.safeParse(row));
    const bad = good.filter(({ success }) => !success).length;
    if (bad > 0) faults.set(table, bad);
    return good.flatMap((row) => (row.success ? [row.data] : []));
  };
  // Names of internal tags begin with #: they steer the site and are shown to nobody.
  const tags = rows("tags", tagSchema).filter(
    ({ name, visibility }) => visibility !== "internal" && !/^#/.test(name),
  );
  const tagsOf = namesBy(rows("posts_tags", postTagSchema), ({ tag_id }) => tag_id, tags);
  const users = rows("users", userSchema);
  const authorsOf = namesBy(rows("posts_authors", postAuthorSchema), ({ author_id }) => author_id, users);
  const metas = new Map(rows("posts_meta", postMetaSchema).map((meta) => [meta.post_id, meta]));
  const names = new Map(users.map((user) => [user.id, user.name]));
  const entries = data.posts.map((row, index): Entry => {
    const parsed = postSchema.safeParse(row);
    if (!parsed.success) return faultOf(row, index, parsed.error);
    const post = parsed.data;
    const single = names.get(post.author_id ?? "");
    const authors = authorsOf.get(post.id) ?? (single ? [single] : []);
    return { post, meta: metas.get(post.id), tags: tagsOf.get(post.id) ?? [], authors };
  });
  return { entries, faults };
}

/** By post, the names that a table of pairs leads to, in its order. */
function namesBy<Pair extends { post_id: string; sort_order?: number | null | undefined }>(
  pairs: Pair[],
  idOf: (pair: Pair) => string,
  named: { id: string; name: string }[],
): Map<string, string[]> {
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const byPost = new Map<string, string[]>();
  for (const pair of [...pairs].sort((a, b) => (a.sort_order ?? 0) - (b.sort_order ?? 0))) {
    const name = names.get(idOf(pair));
    if (name !== undefined) byPost.set(pair.post_id, [...(byPost.get(pair.post_id) ?? []), name]);
  }
  return byPost;
}

const namedSchema = z.looseObject({ slug: z.string() });

function faultOf(row: unknown, index: number, error: z.ZodError): Entry {
  const named = namedSchema.safeParse(row);
  const [issue] = error.issues;
  const name = named.success ? named.data.slug : `number ${index + 1}`;
  return {
    name,
    fault: `its field "${issue?.path.join(".") ?? ""}" is not as Ghost writes it: ${issue?.message}`,
  };
}
