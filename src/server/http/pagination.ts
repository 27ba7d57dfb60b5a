import { type Answer, ok } from "./answers";

export interface Page<Item> {
  items: Item[];
  total: number;
  nextCursor: string | null;
}

/** The answer to a list: items, `meta` with total and position, and a Link header to the next page. */
export function listAnswer<Item>(
  request: Request,
  { items, total, nextCursor }: Page<Item>,
  { limit, offset }: { limit: number; offset: number },
): Answer {
  const meta = { total, limit, offset, nextCursor };
  const next = new URL(request.url);
  if (nextCursor) {
    next.searchParams.set("cursor", nextCursor);
    next.searchParams.delete("offset");
  } else if (offset + items.length < total && items.length === limit && !next.searchParams.has("cursor")) {
    next.searchParams.set("offset", String(offset + limit));
  } else {
    return ok(items, { meta });
  }
  // A path, not a whole address: behind a proxy we don't know how the client calls us.
  return ok(items, { meta, headers: { Link: `<${next.pathname}${next.search}>; rel="next"` } });
}
