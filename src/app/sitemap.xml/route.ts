// The program's own pages for everybody: anyone.
import { ownSitemap } from "@/server/feeds/sitemap";
import { ownFile } from "@/server/host/site-file";

export const dynamic = "force-dynamic";
export const GET = ownFile("application/xml", ownSitemap);
