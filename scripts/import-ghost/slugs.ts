import { createHash } from "node:crypto";
import { slugLengthMax } from "../../src/server/articles/schema";
import { slugOf } from "../../src/server/articles/slugs";
import type { GhostPost } from "./schema";

/**
 * Slugs of posts, the same in every run over the same export: Ghost's own where we can have it. In Ghost a page may have
 * the slug of a post; here the later one gets a hash of its id behind it, as does one of which nothing is left.
 */
export function slugsOf(posts: GhostPost[]): Map<GhostPost, string> {
  const taken = new Set<string>();
  const slugs = new Map<GhostPost, string>();
  for (const post of posts) {
    const wanted = slugOf(post.slug || post.title || "");
    const hash = createHash("sha256")
      .update(`${post.type ?? ""} ${post.id}`)
      .digest("hex")
      .slice(0, 10);
    const base = wanted.slice(0, slugLengthMax - hash.length - 1).replace(/-+$/, "") || "post";
    const slug = wanted && !taken.has(wanted) ? wanted : `${base}-${hash}`;
    taken.add(slug);
    slugs.set(post, slug);
  }
  return slugs;
}
