import { type ImportOptions, type ImportResult, importAll } from "../import/run";
import { readDocument } from "./document";
import { findMarkdownFiles } from "./files";
import { slugsOf } from "./slugs";

export interface MarkdownImport extends Pick<ImportOptions, "api" | "concurrency" | "startProgress"> {
  directory: string;
}

/** Imports a directory. Never throws for what single files or the server do: the result says it. */
export async function importMarkdown({ directory, ...options }: MarkdownImport): Promise<ImportResult> {
  const files = findMarkdownFiles(directory);
  const slugs = slugsOf(files.map(({ path }) => path));
  const sources = files.map((file) => ({
    id: file.path,
    path: file.path,
    slug: slugs.get(file.path) ?? "",
    read: () => readDocument(file),
  }));
  return importAll({ ...options, importer: "markdown", noun: "file", sources });
}
