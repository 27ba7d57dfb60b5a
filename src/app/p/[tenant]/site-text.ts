import type { Locale, TenantContext } from "@/server/auth/tenant-context";

/** What a publication's pages say in its own language, made on the server alone: a browser has nothing to disagree with. */

const standard: Locale = { language: "en-GB", timeZone: "UTC" };

export function localeOf({ locale }: TenantContext): Locale {
  if (!locale) return standard;
  // The dashboard's English, with the day in front.
  return locale.language === "en" ? { ...locale, language: standard.language } : locale;
}

/** 9 July 2016 */
export function siteDay(date: Date, { language, timeZone }: Locale): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone }).format(date);
}

/** Saturday 9 July 2016 */
export function siteWeekday(date: Date, { language, timeZone }: Locale): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone }).format(date);
}

/** 12 minutes */
export function siteMinutes(minutes: number, { language }: Locale): string {
  const format = { style: "unit", unit: "minute", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(language, format).format(minutes);
}

/** Where programs find what is new, for a page's head. */
export function feedLink({ tenantSlug, tenantName }: Pick<TenantContext, "tenantSlug" | "tenantName">) {
  return { "application/rss+xml": [{ url: `/p/${tenantSlug}/feed.xml`, title: tenantName }] };
}
