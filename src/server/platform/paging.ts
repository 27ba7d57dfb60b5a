import { z } from "zod";
import { integerString } from "./integer-schema";

/** Totals of lists that have no counter are counted so far and no further. */
export const countMax = 10_000;

/** What lists that are ordered by id are asked for. Ids are UUIDv7, so their order is that of time. */
export const idPage = {
  limit: integerString(1, 100).default(20),
  offset: integerString(0, 10_000).default(0),
  /** The id of the last row of the page before. */
  cursor: z.uuid().optional(),
};

export interface IdPage {
  limit: number;
  offset: number;
  cursor?: string | undefined;
}

export interface Page<Row> {
  items: Row[];
  total: number;
  /** Null on the last page; undefined where there are no cursors, and the next page is asked for by offset. */
  nextCursor: string | null | undefined;
}

/** What to read for a page: one row more tells whether there is a next one. */
export function readingOf({ limit, offset, cursor }: IdPage) {
  return { limit: limit + 1, offset: cursor ? 0 : offset, afterId: cursor };
}

/** The page made of what was read for it. */
export function pageOf<Row>(
  rows: Row[],
  total: number,
  { limit }: IdPage,
  idOf: (row: Row) => string,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, total, nextCursor: rows.length > limit && last ? idOf(last) : null };
}

export function mapPage<Row, Item>(page: Page<Row>, map: (row: Row) => Item): Page<Item> {
  return { ...page, items: page.items.map(map) };
}
