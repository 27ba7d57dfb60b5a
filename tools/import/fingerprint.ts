import { createHash } from "node:crypto";
import type { ImportedArticle } from "./article";

/** The fields whose changes are followed one by one. */
export const followed = ["status", "title", "content", "tags", "publishedAt"] as const;
export type Followed = (typeof followed)[number];
export type Fingerprint = Partial<Record<Followed, string>>;

/**
 * What an import wrote, field by field, so that the next run can tell what has changed since in the source and what on the
 * server.
 */
export function fingerprintOf(article: ImportedArticle): Fingerprint {
  return {
    status: article.status,
    title: digest(article.title),
    content: digest(article.content),
    tags: digest(JSON.stringify(article.tags)),
    publishedAt: article.publishedAt?.toISOString() ?? "none",
  };
}

export function writeFingerprint(fingerprint: Fingerprint): string {
  return followed.map((name) => `${name}=${fingerprint[name] ?? ""}`).join(" ");
}

/** Of what isn't one, or of another version, the fields that can't be told are missing. */
export function readFingerprint(text: string | null): Fingerprint {
  const pairs = (text ?? "").split(" ").map((pair) => pair.split("=", 2));
  const read = Object.fromEntries(pairs);
  return Object.fromEntries(followed.filter((name) => read[name]).map((name) => [name, read[name]]));
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
