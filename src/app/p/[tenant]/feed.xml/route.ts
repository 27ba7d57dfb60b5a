// What an organisation has published of late, as RSS: anyone.
import { feedOf } from "@/server/feeds/feed";
import { siteFile } from "@/server/host/site-file";

export const GET = siteFile("feed.xml", "application/rss+xml", feedOf);
