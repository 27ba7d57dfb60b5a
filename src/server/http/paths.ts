/** What the gate does with a path, decided by whole segments: `/login-anything` is not `/login`. */
export type PathKind = "public" | "protected-page" | "protected-api";

const protectedPages = ["/dashboard", "/articles", "/settings"];
const publicApi = ["/api/health"];
const signInPages = ["/login", "/register"];

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

/** A path to go to after signing in; whatever could lead to another site leads to the dashboard. */
export function safeNext(next: string | null | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next) || /[\\\p{Cc}]/u.test(next)) return "/dashboard";
  const url = new URL(next, "http://here.invalid");
  return url.host === "here.invalid" ? `${url.pathname}${url.search}` : "/dashboard";
}

function isUnder(pathname: string, roots: string[]): boolean {
  return roots.some((root) => pathname === root || pathname.startsWith(`${root}/`));
}
