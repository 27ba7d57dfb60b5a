import type { ApiRequest } from "./api-request";

/** Conditional requests on single resources (RFC 9110 §13). The strong validator is the row's version. */

export function etagOf(version: number): string {
  return `"${version}"`;
}

/** True if `If-None-Match` names this version, so that the client has it already. */
export function isNotModified(request: ApiRequest, version: number): boolean {
  const header = request.headers.get("if-none-match");
  if (!header) return false;
  // Weak comparison: W/"3" and "3" are the same here.
  return header.trim() === "*" || tags(header).some((tag) => tag.replace(/^W\//, "") === etagOf(version));
}

/**
 * The versions that `If-Match` accepts; undefined if any will do. Weak validators never match (strong comparison), so a
 * header with nothing else accepts no version at all.
 */
export function acceptedVersions(request: ApiRequest): number[] | undefined {
  const header = request.headers.get("if-match");
  if (!header || header.trim() === "*") return undefined;
  return tags(header).flatMap((tag) => (/^"\d{1,9}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []));
}

function tags(header: string): string[] {
  return header.split(",").map((tag) => tag.trim());
}
