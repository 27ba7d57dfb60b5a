import { realpathSync } from "node:fs";
import path from "node:path";
import type { Source } from "../import/article";
import { ArticleError } from "../import/article-error";
import { type ImportOptions, type ImportResult, importAll } from "../import/run";
import { addressOf, parseMarkdown, readText } from "./document";
import { FileIndex } from "./file-index";
import { findMarkdownFiles, type MarkdownFile } from "./files";

export interface MarkdownImport extends Pick<ImportOptions, "api" | "concurrency" | "startProgress"> {
  directory: string;
  /** Tells the files of one directory from those of another; its own name unless said otherwise. */
  name?: string | undefined;
  /** Where the old site is, without a slash at the end. */
  site?: string | undefined;
}

/** Imports a directory. Never throws for what single files or the server do: the result says it. */
export async function importMarkdown({
  directory,
  name,
  site,
  ...options
}: MarkdownImport): Promise<ImportResult> {
  const { files, passedOver } = findMarkdownFiles(directory);
  const prefix = name ?? path.basename(realpathSync(directory));
  const index = new FileIndex();
  const sources: Source[] = [];
  for (const file of files) sources.push(await sourceOf(file, { prefix, index, site }));
  return importAll({ ...options, importer: "markdown", noun: "file", sources, passedOver });
}

/** Reads each file twice rather than holding them all: once for its address, which links of others need, once for all. */
async function sourceOf(
  { path: file, location }: MarkdownFile,
  { prefix, index, site }: { prefix: string; index: FileIndex; site: string | undefined },
): Promise<Source> {
  const id = `${prefix}/${file}`;
  const read: Source["read"] = async (addresses) => {
    const inside = { slugOf: (path: string) => addresses.slugOf(`${prefix}/${path}`) };
    return parseMarkdown({
      path: file,
      text: await readText(location),
      links: { files: index, addresses: inside, site },
    });
  };
  try {
    const { slug, was } = addressOf({ path: file, text: await readText(location) });
    index.add(file, was);
    return { id, path: file, slug, read };
  } catch (error) {
    if (!(error instanceof ArticleError)) throw error;
    return { id, path: file, slug: undefined, read };
  }
}
