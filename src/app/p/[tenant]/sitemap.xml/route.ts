// What an organisation has published, for search engines: anyone.
import { sitemapOf } from "@/server/feeds/sitemap";
import { siteFile } from "@/server/host/site-file";

export const GET = siteFile("sitemap.xml", "application/xml", async (context, query) => {
  const part = query.get("part");
  if (part === null) return sitemapOf(context);
  return /^[1-9]\d?$/.test(part) ? sitemapOf(context, Number(part)) : undefined;
});
