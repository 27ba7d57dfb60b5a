import type { TenantContext } from "../auth/tenant-context";
import { config } from "../platform/config";

/** Addresses for readers elsewhere: whole ones, by the address that the program is known by. */
export const siteAddress = ({ tenantSlug }: TenantContext): string => `${config().appUrl}/p/${tenantSlug}`;
export const feedAddress = (context: TenantContext): string => `${siteAddress(context)}/feed.xml`;
export const sitemapAddress = (context: TenantContext): string => `${siteAddress(context)}/sitemap.xml`;
export const addressOf = (context: TenantContext, slug: string): string =>
  `${siteAddress(context)}/${encodeURIComponent(slug)}`;
