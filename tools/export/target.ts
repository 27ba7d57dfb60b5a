import { mkdir, open, realpath, writeFile } from "node:fs/promises";
import path from "node:path";
import { framings } from "../../src/server/export/framing";
import type { ExportedArticle, ExportHeader } from "../../src/server/export/schema";
import { FatalError } from "../rest/fatal-error";
import type { Format } from "./arguments";
import { fileNameOf } from "./file-name";
import { markdownFileOf } from "./markdown-file";
import { marker } from "./output-path";

/** What takes the articles, in the order in which it is told of them. */
export interface Target {
  add(article: ExportedArticle): Promise<void>;
  finish(articles: number): Promise<void>;
  /** Lets go of what is open; also after `finish`. */
  close(): Promise<void>;
}

/** Begins an export at `draft`, where nothing is yet. */
export async function openTarget(draft: string, format: Format, header: ExportHeader): Promise<Target> {
  return format === "markdown" ? openFolder(draft, header) : openFile(draft, format, header);
}

async function openFolder(draft: string, header: ExportHeader): Promise<Target> {
  await mkdir(draft);
  const folder = await realpath(draft);
  /** `wx` follows no link and replaces nothing. */
  const write = (name: string, content: string) => writeFile(inside(folder, name), content, { flag: "wx" });
  return {
    add: (article) => write(fileNameOf(article), markdownFileOf(article)),
    finish: (articles) => write(marker, `${JSON.stringify({ ...header, articles }, null, 2)}\n`),
    close: async () => undefined,
  };
}

/** Where a file of the folder is. Throws FatalError for a name that would lead out of it. */
function inside(folder: string, name: string): string {
  const location = path.resolve(folder, name);
  if (path.dirname(location) !== folder)
    throw new FatalError("the server names a file outside of the export's folder");
  return location;
}

async function openFile(draft: string, format: "json" | "ndjson", header: ExportHeader): Promise<Target> {
  const framing = framings[format];
  const file = await open(draft, "wx");
  let isFirst = true;
  await file.write(framing.opening(header));
  return {
    add: async (article) => {
      await file.write(framing.article(article, isFirst));
      isFirst = false;
    },
    finish: async (articles) => {
      await file.write(framing.closing(articles));
      await file.sync();
    },
    close: () => file.close(),
  };
}
