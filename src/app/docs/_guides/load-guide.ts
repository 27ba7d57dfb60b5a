import { readFile } from "node:fs/promises";
import path from "node:path";
import { renderToHtml } from "@/markdown/render";
import type { Guide } from "./guides";
import { type GuidePart, partsOfGuide } from "./parts";

export type LoadedPart = Extract<GuidePart, { kind: "code" }> | { kind: "words"; html: string };

/**
 * A guide, ready to be shown. Read from the project's folder, in which the program always runs; the path is written so that
 * Next sees which files belong to the build.
 */
export async function loadGuide({ slug }: Guide): Promise<LoadedPart[]> {
  const text = await readFile(path.join(process.cwd(), "docs/guides", `${slug}.md`), "utf8");
  // The page has the heading already.
  const parts = partsOfGuide(text.replace(/^# .*\n/, ""));
  return parts.map((part) =>
    part.kind === "code" ? part : { kind: "words", html: renderToHtml(part.markdown) },
  );
}
