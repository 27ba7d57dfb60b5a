import { beforeAll, describe, expect, it } from "vitest";
import { config } from "@/server/platform/config";
import { GET as feed } from "../../src/app/p/[tenant]/feed.xml/route";
import { GET as sitemap } from "../../src/app/p/[tenant]/sitemap.xml/route";
import { GET as robots } from "../../src/app/robots.txt/route";
import { GET as ownSitemap } from "../../src/app/sitemap.xml/route";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { parseXml } from "../support/xml";

startProgram();
let tenant: TestTenant;
let published: { id: string; slug: string };

type Route = typeof feed;
const ask = (route: Route, name: string, slug: string, headers: Record<string, string> = {}) =>
  route(new Request(`http://x/p/${slug}/${name}`, { headers }), {
    params: Promise.resolve({ tenant: slug }),
  });

beforeAll(async () => {
  tenant = await createTenant("Feed & <Sons>");
  published = await createArticle(tenant.author, {
    title: 'Tides & "tables" <b>',
    content: "Ebb \u0007 and ]]> flow <x> & 🎉",
    tags: ["A & B"],
    status: "published",
  });
  await createArticle(tenant.author, { title: "Secret draft", content: "Secret words" });
});

describe("an organisation's feed", () => {
  it("is RSS of what is published, with whole addresses and the id as identity", async () => {
    const response = await ask(feed, "feed.xml", tenant.slug);
    expect(response.headers.get("content-type")).toBe("application/rss+xml; charset=utf-8");
    const text = await response.text();
    expect(text).not.toContain("Secret");
    const { rss } = parseXml(text);
    const site = `${config().appUrl}/p/${tenant.slug}`;
    expect(rss.channel).toMatchObject({
      title: "Feed & <Sons>",
      link: site,
      "atom:link": { href: `${site}/feed.xml` },
    });
    expect(rss.channel.item).toMatchObject({
      title: 'Tides & "tables" <b>',
      link: `${site}/${published.slug}`,
      guid: { text: `urn:uuid:${published.id}`, isPermaLink: "false" },
      category: "A & B",
    });
    expect(Date.parse(rss.channel.item.pubDate)).not.toBeNaN();
  });

  it("is not sent again to whoever has it, and is another one after a change", async () => {
    const tag = (await ask(feed, "feed.xml", tenant.slug)).headers.get("etag") ?? "";
    for (const known of [tag, `W/${tag}`, tag.replace(/"$/, '-gzip"'), `"x", ${tag}`])
      expect((await ask(feed, "feed.xml", tenant.slug, { "if-none-match": known })).status).toBe(304);
    await createArticle(tenant.author, { title: "Another", content: "More", status: "published" });
    expect((await ask(feed, "feed.xml", tenant.slug, { "if-none-match": tag })).status).toBe(200);
  });

  it("has what is new alone, however much there is", async () => {
    const other = await createTenant("Much");
    for (let number = 0; number < 52; number++)
      await createArticle(other.author, { title: `Article ${number}`, content: "x", status: "published" });
    const { rss } = parseXml(await (await ask(feed, "feed.xml", other.slug)).text());
    expect(rss.channel.item).toHaveLength(50);
  });

  it.each(["nobody-has-this", "A", "%2e%2e", "x".repeat(300)])("isn't there for %s", async (slug) => {
    for (const [route, name] of [
      [feed, "feed.xml"],
      [sitemap, "sitemap.xml"],
    ] as const)
      expect((await ask(route, name, slug)).status).toBe(404);
  });
});

describe("a sitemap", () => {
  it("has what an organisation has published", async () => {
    const { urlset } = parseXml(await (await ask(sitemap, "sitemap.xml", tenant.slug)).text());
    const addresses = urlset.url.map(({ loc }: { loc: string }) => loc);
    expect(addresses).toContain(`${config().appUrl}/p/${tenant.slug}/${published.slug}`);
    expect(addresses).toContain(`${config().appUrl}/p/${tenant.slug}`);
    expect(addresses.join()).not.toContain("secret");
    for (const part of ["0", "2", "99", "x", "-1"])
      expect((await ask(sitemap, `sitemap.xml?part=${part}`, tenant.slug)).status).toBe(404);
    expect((await ask(sitemap, "sitemap.xml?part=1", tenant.slug)).status).toBe(200);
  });

  it("of more than a thousand articles is in parts, which name each of them once", async () => {
    const large = await createTenant("Large & Sons");
    const count = 1_010;
    for (let start = 0; start < count; start += 10) {
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          createArticle(large.author, {
            title: `Nr. ${start + index} & <x>`,
            content: "x",
            status: "published",
          }),
        ),
      );
    }
    const address = `${config().appUrl}/p/${large.slug}/sitemap.xml`;
    const { sitemapindex } = parseXml(await (await ask(sitemap, "sitemap.xml", large.slug)).text());
    const parts = sitemapindex.sitemap.map(({ loc }: { loc: string }) => loc);
    expect(parts).toEqual([`${address}?part=1`, `${address}?part=2`]);
    const named: string[] = [];
    for (const part of ["1", "2"]) {
      const { urlset } = parseXml(await (await ask(sitemap, `sitemap.xml?part=${part}`, large.slug)).text());
      named.push(...urlset.url.map(({ loc }: { loc: string }) => loc));
    }
    // The articles, and the front page.
    expect(new Set(named).size).toBe(count + 1);
    expect(named).toHaveLength(count + 1);
    expect((await ask(sitemap, "sitemap.xml?part=3", large.slug)).status).toBe(404);
    const { rss } = parseXml(await (await ask(feed, "feed.xml", large.slug)).text());
    expect(rss.channel.item).toHaveLength(50);
  }, 120_000);

  it("of the program names no organisation, and robots.txt names the sitemap", async () => {
    const text = await (await ownSitemap(new Request("http://x/sitemap.xml"))).text();
    expect(parseXml(text).urlset.url.map(({ loc }: { loc: string }) => loc)).toContain(
      `${config().appUrl}/docs`,
    );
    expect(text).not.toContain("/p/");
    const said = await (await robots(new Request("http://x/robots.txt"))).text();
    expect(said).toContain(`Sitemap: ${config().appUrl}/sitemap.xml`);
    expect(said).not.toContain("Disallow: /p");
  });
});
