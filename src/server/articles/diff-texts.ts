import { textPool } from "../texts/pool";
import { type ContentDiff, coarseDiff, diffContent } from "./diff";
import type { RevisionDiff } from "./revision-response-schema";

/** The text of a revision, as far as it is compared. */
export interface ComparedText {
  title: string;
  slug: string;
  content?: string | undefined;
  tags: { slug: string; name: string }[];
}

/** Characters that are compared at once, whatever they are, in less than it takes to hand them to a thread and back. */
const shortMax = 8_000;

const nothing: ComparedText = { title: "", slug: "", content: "", tags: [] };

/** What differs between two texts of `owner`, by field; a field that doesn't differ is null. Without `before` all is new. */
export async function diffTexts(
  owner: string,
  before: ComparedText | undefined,
  after: ComparedText,
): Promise<RevisionDiff["fields"]> {
  const from = before ?? nothing;
  const slugsBefore = new Set(from.tags.map((tag) => tag.slug));
  const slugsAfter = new Set(after.tags.map((tag) => tag.slug));
  const added = after.tags.filter((tag) => !slugsBefore.has(tag.slug));
  const removed = from.tags.filter((tag) => !slugsAfter.has(tag.slug));
  return {
    title: from.title === after.title ? null : { before: from.title, after: after.title },
    slug: from.slug === after.slug ? null : { before: from.slug, after: after.slug },
    tags: added.length + removed.length === 0 ? null : { added, removed },
    content: await contentDiff(owner, from.content ?? "", after.content ?? ""),
  };
}

/** Longer texts are compared beside the event loop. */
async function contentDiff(owner: string, before: string, after: string): Promise<ContentDiff | null> {
  if (before.length + after.length <= shortMax) return diffContent(before, after);
  const outcome = await textPool().run(owner, "diff", { before, after });
  return outcome.kind === "done" ? outcome.value : coarseDiff(before, after);
}
