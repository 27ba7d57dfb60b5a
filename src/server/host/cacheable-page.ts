import type { CollectedResponse } from "./internal-request";

/** A page as it was made once; its nonce stands between the parts. Bytes and not text, which would fill the heap. */
export interface Page {
  headers: Record<string, string>;
  parts: Buffer[];
}

export function sizeOfPage({ parts }: Page): number {
  return parts.reduce((sum, part) => sum + part.length, 2_000);
}

/**
 * The page that others may have as well; undefined for whatever else was answered. Nothing is kept but what was asked for,
 * whole: a page of HTML with the nonce of its policy in it, that sets nothing in anybody's browser.
 */
export function cacheablePage({ status, headers, body }: CollectedResponse): Page | undefined {
  const nonce = /'nonce-([^']{16,})'/.exec(String(headers["content-security-policy"] ?? ""))?.[1];
  if (status !== 200 || nonce === undefined || headers["set-cookie"] !== undefined) return undefined;
  if (!/^text\/html\b/.test(String(headers["content-type"] ?? ""))) return undefined;
  const html = body.toString("utf8");
  const parts = html.split(nonce).map((part) => Buffer.from(part));
  if (parts.length < 2 || !html.trimEnd().endsWith("</html>")) return undefined;
  const own = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith("ratelimit") || String(value).includes(nonce) ? [] : [[name, String(value)] as const],
  );
  return { headers: Object.fromEntries(own), parts };
}

/** Its bytes, with the nonce of one answer. */
export function withNonce({ parts }: Page, nonce: string): Buffer {
  const between = Buffer.from(nonce);
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])));
}
