import type { Page } from "./paging";

/** A list page with each row as the API shows it. */
export function presentPage<Row, View>(page: Page<Row>, present: (row: Row) => View): Page<View> {
  return { ...page, items: page.items.map(present) };
}
