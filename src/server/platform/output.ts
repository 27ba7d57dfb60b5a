import { z } from "zod";
import type { Page } from "./paging";

/** A moment as the API shows it: ISO 8601 in UTC. */
export const timestamp = z.iso.datetime();

/** `date` as the API shows it. */
export const shown = (date: Date): string => date.toISOString();

export const shownOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A list page with each row as the API shows it. */
export function presentPage<Row, View>(page: Page<Row>, present: (row: Row) => View): Page<View> {
  return { ...page, items: page.items.map(present) };
}
