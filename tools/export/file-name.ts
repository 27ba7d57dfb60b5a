import { createHash } from "node:crypto";
import type { ExportedArticle } from "../../src/server/export/schema";
import { FatalError } from "../rest/fatal-error";

/** Words of letters and digits with hyphens between them: a safe name everywhere, since no two words are a path. */
const slugForm = /^[\p{L}\p{M}\p{N}]+(?:[-_][\p{L}\p{M}\p{N}]+)*$/u;
/** What file systems take, with room for the ending. */
const bytesMax = 240;
/** Names that Windows keeps for devices, with any ending. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * The name of an article's file, of which the import makes the slug again. Throws FatalError for a slug that is none:
 * the server, or whoever has put himself in its place, decides about our disk otherwise.
 */
export function fileNameOf({ id, slug }: Pick<ExportedArticle, "id" | "slug">): string {
  if (slug.length > 1000 || !slugForm.test(slug))
    throw new FatalError(`the server sends an article (${id}) with a slug that can't be the name of a file`);
  if (Buffer.byteLength(slug) <= bytesMax && !device.test(slug)) return `${slug}.md`;
  const hash = createHash("sha256").update(slug).digest("hex").slice(0, 10);
  return `${slug
    .slice(0, bytesMax / 6)
    .toWellFormed()
    .replaceAll("\ufffd", "")}-${hash}.md`;
}
