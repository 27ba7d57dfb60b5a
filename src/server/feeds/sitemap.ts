import { type ListedArticle, listArticles } from "../articles/read";
import { listArticles as listSchema } from "../articles/schema";
import type { TenantContext } from "../auth/tenant-context";
import { config } from "../platform/config";
import { addressOf, siteAddress, sitemapAddress } from "./addresses";
import { textElement, xmlDocument, xmlElement } from "./xml";

const namespace = { xmlns: "http://www.sitemaps.org/schemas/sitemap/0.9" };
/** Articles of one part of a sitemap; as many as ten lists have. */
const partSize = 1_000;
const listSize = 100;
/** As far as lists go by offset. */
const partsMax = 10;

/**
 * What an organisation has published, for search engines: its newest 10,000 articles. More than a part of them are in parts,
 * of which the sitemap is a list; `part` begins with 1. Undefined for a part that isn't there.
 */
export async function sitemapOf(context: TenantContext, part?: number): Promise<string | undefined> {
  if (part !== undefined && part > partsMax) return undefined;
  const first = await listed(context, ((part ?? 1) - 1) * partSize);
  const parts = Math.min(partsMax, Math.max(1, Math.ceil(first.total / partSize)));
  if (part !== undefined && part > parts) return undefined;
  if (part === undefined && parts > 1) return indexOf(context, parts);
  const start = ((part ?? 1) - 1) * partSize;
  const articles = [...first.items];
  for (let offset = start + listSize; offset < Math.min(start + partSize, first.total); offset += listSize)
    articles.push(...(await listed(context, offset)).items);
  const pages = articles.map(({ slug = "", updatedAt }) => urlOf(addressOf(context, slug), updatedAt));
  if (start === 0) pages.unshift(urlOf(siteAddress(context)));
  return xmlDocument(xmlElement("urlset", pages.join("\n"), namespace));
}

async function listed(
  context: TenantContext,
  offset: number,
): Promise<{ items: ListedArticle[]; total: number }> {
  const query = listSchema.parse({ fields: "slug,updatedAt", sort: "-publishedAt", limit: listSize, offset });
  return listArticles(context, query);
}

function indexOf(context: TenantContext, parts: number): string {
  const maps = Array.from({ length: parts }, (_, index) =>
    xmlElement("sitemap", textElement("loc", `${sitemapAddress(context)}?part=${index + 1}`)),
  );
  return xmlDocument(xmlElement("sitemapindex", maps.join("\n"), namespace));
}

function urlOf(address: string, updatedAt?: Date): string {
  const changed = updatedAt ? textElement("lastmod", new Date(updatedAt).toISOString()) : "";
  return xmlElement("url", textElement("loc", address) + changed);
}

/** The program's own pages for everybody. Which organisations there are is nobody's business, so none of them is here. */
export function ownSitemap(): string {
  const pages = ["/", "/docs", "/docs/api"].map((path) => urlOf(config().appUrl + path));
  return xmlDocument(xmlElement("urlset", pages.join("\n"), namespace));
}

/** What search engines may look at: all that is public. Pages of accounts lead nowhere without one. */
export function robotsText(): string {
  const closed = [
    "/api/",
    "/dashboard",
    "/articles",
    "/comments",
    "/settings",
    "/invitation/",
    "/reset-password/",
  ];
  return [
    "User-agent: *",
    ...closed.map((path) => `Disallow: ${path}`),
    "Allow: /",
    "",
    `Sitemap: ${config().appUrl}/sitemap.xml`,
    "",
  ].join("\n");
}
