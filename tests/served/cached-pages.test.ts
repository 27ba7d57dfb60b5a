import { beforeAll, describe, expect, it } from "vitest";
import { publishArticle } from "@/server/articles/status";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startServed } from "../support/served";
import { bypassAttempts } from "./bypass-attempts";
import { askRaw } from "./raw";
import { openSockets } from "./sockets";

/** A page is kept for all: nothing that the first who asks for it sends or does may show in what others get. */
const served = startServed();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

async function publish(title: string, content = "Words."): Promise<string> {
  const { id, slug } = await createArticle(tenant.admin, { title, content });
  await publishArticle(tenant.admin.context, id);
  return `/p/${tenant.slug}/${slug}`;
}

const of = (value: string, ...names: string[]) => names.map((name) => ({ [name]: value }));

const firstHeaders: Record<string, string>[] = [
  ...bypassAttempts.flatMap(({ headers }) => (headers ? [headers] : [])),
  ...of("1", "x-middleware-prefetch", "x-middleware-skip", "x-middleware-invoke", "x-middleware-next"),
  ...of(
    "1",
    "x-middleware-cache",
    "x-middleware-set-cookie",
    "x-middleware-subrequest-id",
    "x-middleware-rewrite",
  ),
  ...of(
    "1",
    "x-nextjs-data",
    "x-nextjs-cache",
    "x-nextjs-prerender",
    "x-nextjs-postponed",
    "x-nextjs-stale-time",
  ),
  ...of(
    "1",
    "x-nextjs-request-id",
    "x-nextjs-html-request-id",
    "x-nextjs-deployment-id",
    "x-nextjs-rewritten-path",
  ),
  ...of("1", "x-next-resume-state-length", "next-resume", "next-hmr-refresh", "next-test-fetch-priority"),
  ...of(
    "1",
    "x-next-cache-tags",
    "x-next-revalidated-tags",
    "x-next-revalidate-tag-token",
    "x-action-forwarded",
  ),
  ...of("1", "x-invoke-path", "x-invoke-status", "x-invoke-query", "x-invoke-error", "x-invoke-output"),
  ...of("1", "x-prerender-revalidate", "x-prerender-revalidate-if-generated", "x-prerender-bypass-mode"),
  ...of("/login", "x-matched-path", "x-rewrite-url", "x-original-url", "x-rewritten-url", "next-url"),
  ...of("1", "x-now-route-matches", "x-now-id", "x-vercel-id", "x-invocation-id", "rsc", "next-action"),
  ...of("1", "next-router-prefetch", "next-router-segment-prefetch", "next-router-state-tree"),
  ...of("prefetch", "purpose", "sec-purpose", "x-purpose", "x-moz"),
  ...of("bytes=0-10", "range", "if-range"),
  ...of("*", "if-none-match", "if-match"),
  ...of("Sat, 01 Jan 2028 00:00:00 GMT", "if-modified-since", "if-unmodified-since"),
  ...of("text/x-component", "accept", "content-type"),
  ...of("application/json", "accept"),
  ...of("gzip;q=0", "accept-encoding", "te"),
  ...of("Googlebot/2.1", "user-agent"),
  ...of("facebookexternalhit/1.1", "user-agent"),
  ...of("evil.example", "x-forwarded-host", "x-forwarded-server", "forwarded", "origin", "referer"),
  ...of("https", "x-forwarded-proto", "x-forwarded-scheme", "x-url-scheme"),
  ...of("1", "x-nonce", "x-masthead-request", "x-masthead-peer", "x-masthead-address"),
  ...of(
    "script-src 'nonce-aaaaaaaaaaaaaaaaaaaaaaaa'",
    "content-security-policy",
    "content-security-policy-report-only",
  ),
  ...of("POST", "x-http-method-override", "x-method-override"),
  ...of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "traceparent", "tracestate", "baggage"),
  ...of("de", "accept-language", "x-locale"),
  ...of("empty", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site"),
  ...of("no-cache", "cache-control", "pragma"),
  ...of("theme=dark", "cookie"),
];

async function read(path: string) {
  const { status, headers, text } = await askRaw(served.url, { path });
  return { status, type: headers["content-type"], isWhole: text.trimEnd().endsWith("</html>"), text };
}

describe("a page that is kept", () => {
  it(`is the same whatever the first request brings: ${firstHeaders.length} headers`, {
    timeout: 120_000,
  }, async () => {
    expect(firstHeaders.length).toBeGreaterThan(100);
    const broken: unknown[] = [];
    for (const [index, headers] of firstHeaders.entries()) {
      const path = await publish(`Unspoilt ${index}`);
      await askRaw(served.url, { path, headers });
      const { status, type, isWhole, text } = await read(path);
      const isGood =
        status === 200 &&
        type === "text/html; charset=utf-8" &&
        isWhole &&
        text.includes(`Unspoilt ${index}`);
      if (!isGood || text.includes("evil.example")) broken.push([headers, status, type]);
    }
    expect(broken).toEqual([]);
  });

  it("comes though the first reader hangs up, or doesn't read", async () => {
    const gone = await publish("Gone");
    for (const socket of await openSockets(served.url, 1, `GET ${gone} HTTP/1.1\r\nHost: x\r\n\r\n`))
      socket.destroy();
    expect((await read(gone)).status).toBe(200);
    const large = await publish("Large", "Some words of it. ".repeat(20_000));
    const idle = await openSockets(served.url, 3, `GET ${large} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect((await read(large)).isWhole).toBe(true);
    for (const socket of idle) socket.destroy();
  });

  it("is one page whatever stands behind the question mark", async () => {
    const path = await publish("Canonical");
    const plain = (await read(path)).text.replace(/nonce="[^"]+"/g, "");
    const other = (await read(`${path}?utm_source=x&z=${Math.random()}`)).text.replace(/nonce="[^"]+"/g, "");
    expect(other.length).toBe(plain.length);
  });

  it("is no page of a word that is no tag", async () => {
    const { status } = await read(`/p/${tenant.slug}?tag=no-such-tag`);
    expect(status).toBe(200);
  });
});
