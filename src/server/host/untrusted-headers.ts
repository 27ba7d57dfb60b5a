import type { IncomingHttpHeaders } from "node:http";

/** What the framework's own code in the browser sends, and its pages need. */
const ofTheBrowser = new Set([
  "next-action",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-router-state-tree",
  "next-url",
]);

/** Set by a proxy of ours; see `drain.ts`. */
const ofTheProxy = new Set(["x-masthead-retries"]);

/** Families of headers that the framework, a platform that runs it, or this program uses between its own parts. */
const internal =
  /^(?:next-|x-(?:middleware|next|nextjs|invoke|invocation|matched|now|action|prerender|original|rewrite|rewritten|vercel|masthead|gate|nonce)(?:-|$)|purpose$|content-security-policy)/;

/**
 * Deletes what only comes from inside where it is true. The framework answers some of these in ways of its own (the body
 * `{}`, another page's data, a preview), and what it knows of them changes with each version: so all that could be its own
 * goes, but for what is known to be needed.
 */
export function dropInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name in headers) {
    if (!internal.test(name) || ofTheBrowser.has(name) || ofTheProxy.has(name)) continue;
    delete headers[name];
  }
}

/** True for a request that asks for nothing but a page: neither for parts of one nor for an action. */
export function asksForPage(headers: IncomingHttpHeaders): boolean {
  if (headers.cookie || headers.authorization || headers.rsc !== undefined || headers.range) return false;
  for (const name of ofTheBrowser) if (headers[name] !== undefined) return false;
  return true;
}
