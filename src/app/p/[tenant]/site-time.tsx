import type { Locale } from "@/server/auth/tenant-context";
import { siteDay } from "./site-text";

/** The day of a moment, in the publication's language and time zone. */
export function SiteTime({ value, locale }: { value: Date; locale: Locale }) {
  return <time dateTime={value.toISOString()}>{siteDay(value, locale)}</time>;
}
