import { protectedPages } from "../generated/protected-pages";

/** What a path is to the pipeline, decided by whole segments: `/login-anything` is not `/login`. */
export type PathKind = "public" | "protected-page" | "protected-api";

const publicApi = ["/api/health", "/api/v1/openapi.json"];
/** Also the pages that a link from a mail leads to: its last segment is a secret. */
const linkPages = ["/register", "/reset-password", "/verify-email", "/invitation"];
const signInPages = ["/login", "/forgot-password", ...linkPages];

export function kindOf(pathname: string): PathKind {
  if (isUnder(pathname, protectedPages)) return "protected-page";
  if (isUnder(pathname, ["/api"]) && !isUnder(pathname, publicApi)) return "protected-api";
  return "public";
}

export function isApi(pathname: string): boolean {
  return isUnder(pathname, ["/api"]);
}

/** Where passwords are sent to: these have a stricter limit. */
export function isSignIn(pathname: string): boolean {
  return isUnder(pathname, signInPages);
}

/** A path as it may stand in a log: without the secret of a link. */
export function loggablePath(pathname: string): string {
  return linkPages.some((root) => pathname.startsWith(`${root}/`))
    ? pathname.replace(/^(\/[^/]+\/).*$/, "$1…")
    : pathname;
}

/**
 * A path to go to after signing in; whatever could lead to another site leads to the dashboard. What counts is the path
 * that a browser makes of it: `/a/..//b` is `//b`, which names a host.
 */
export function safeNext(next: string | null | undefined): string {
  if (!next || !isPath(next)) return "/dashboard";
  const url = new URL(next, "http://here.invalid");
  const path = `${url.pathname}${url.search}`;
  return url.origin === "http://here.invalid" && isPath(path) ? path : "/dashboard";
}

/** One slash, then none; and nothing that browsers read as a slash or leave out. */
function isPath(text: string): boolean {
  return /^\/(?!\/)/.test(text) && !/[\\\p{Cc}]/u.test(text);
}

function isUnder(pathname: string, roots: string[]): boolean {
  return roots.some((root) => pathname === root || pathname.startsWith(`${root}/`));
}
