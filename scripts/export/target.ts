import { mkdir, open, writeFile } from "node:fs/promises";
import path from "node:path";
import { framings } from "../../src/server/export/framing";
import type { ExportedArticle, ExportHeader } from "../../src/server/export/schema";
import type { Format } from "./arguments";
import { markdownFileOf } from "./markdown-file";
import { marker } from "./place";

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
  return {
    add: async (article) => {
      // The import makes the slug of the name. No two are the same, and a slug is a safe name everywhere.
      await writeFile(path.join(draft, `${article.slug}.md`), markdownFileOf(article), { flag: "wx" });
    },
    finish: async (articles) => {
      await writeFile(path.join(draft, marker), `${JSON.stringify({ ...header, articles }, null, 2)}\n`);
    },
    close: async () => undefined,
  };
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
