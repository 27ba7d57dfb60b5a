import { hash } from "node:crypto";
import type { RequestHeaders } from "./api-request";

/**
 * Conditional requests (RFC 9110 §13). An entity tag is `"<version>.<hash of what is shown>"`, of what has no version
 * `"<hash>"`: reading asks whether anything that is shown has changed, counts and names among it, writing whether the row has.
 */

interface Conditional {
  readonly headers: RequestHeaders;
}

/** The tag of a version where nothing of it is shown. Names it to If-Match, and nothing to If-None-Match. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** The tag of an answer, by what `hashOf` made of its text. */
export function shownEtag(hashed: string, version: number | undefined): string {
  return version === undefined ? `"${hashed}"` : `"${version}.${hashed}"`;
}

/** Hexadecimal, so that no end of it looks like what a proxy appends. */
export function hashOf(text: string): string {
  return hash("sha256", text, "hex").slice(0, 24);
}

/** True if `If-None-Match` names this tag, so that the client has the answer already. */
export function isNotModified({ headers }: Conditional, etag: string): boolean {
  const header = headers.get("if-none-match");
  if (!header) return false;
  return header.trim() === "*" || tags(header).some((tag) => `"${tag}"` === etag);
}

/** The versions that `If-Match` accepts; undefined if any will do. A header without any tag of ours accepts none at all. */
export function acceptedVersions({ headers }: Conditional): number[] | undefined {
  const header = headers.get("if-match");
  if (!header || header.trim() === "*") return undefined;
  return tags(header).flatMap((tag) => {
    const version = /^([1-9]\d{0,8})(?:\.[\da-f]+)?$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** What proxies append where they compress: Apache and Caddy `-gzip`, Jetty `--gzip`, others `;gzip`. */
const suffixes = /(?:(?:--?|;)(?:gzip|br|zstd|deflate|df))+$/;

/**
 * The tags of a header, without quotes. Ours come back from proxies that compress as weak ones (nginx) or with a suffix;
 * what they name is the same, and a version is what it is in any encoding.
 */
function tags(header: string): string[] {
  return header.split(",").flatMap((tag) => {
    const opaque = /^(?:W\/)?"([^"]*)"(?:--?\w+)?$/i.exec(tag.trim())?.[1];
    return opaque === undefined ? [] : [opaque.replace(suffixes, "")];
  });
}
