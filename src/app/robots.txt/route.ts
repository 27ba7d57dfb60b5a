// What search engines may look at: anyone.
import { robotsText } from "@/server/feeds/sitemap";
import { ownFile } from "@/server/host/site-file";

export const dynamic = "force-dynamic";
export const GET = ownFile("text/plain", robotsText);
