import { z } from "zod";
import type { Page } from "../platform/paging";
import type { ApiRequest } from "./api-request";
import { type OperationResult, ok } from "./responses";

const nextCursor = z.string().nullable().meta({
  description: "For the parameter `cursor` of the next page; null on the last one",
});

/** `meta` of a list that is counted. */
export const pageMeta = z
  .object({
    total: z.int().meta({ description: "How many there are in all; see the list for how far it counts" }),
    limit: z.int(),
    offset: z.int(),
    nextCursor,
  })
  .meta({ id: "PageMeta" });

/** `meta` of a list that is only walked. */
export const cursorMeta = z.object({ limit: z.int(), nextCursor }).meta({ id: "CursorMeta" });

/** The answer to a list: items, `meta` with total and position, and a Link header to the next page. */
export function listResult<Item>(
  request: ApiRequest,
  { items, total, nextCursor }: Page<Item>,
  { limit, offset }: { limit: number; offset: number },
): OperationResult<Item[]> {
  const meta = { total, limit, offset, nextCursor: nextCursor ?? null };
  if (nextCursor) return ok(items, { meta, headers: nextLink(request, { cursor: nextCursor }) });
  // A page may be shorter than its limit because its articles are long.
  const end = offset + items.length;
  const hasMore = nextCursor === undefined && end < total && items.length > 0;
  return ok(items, { meta, headers: hasMore ? nextLink(request, { offset: end }) : {} });
}

/** A Link header to the next page of the same list. */
export function nextLink(
  request: ApiRequest,
  next: { cursor: string } | { offset: number },
): { Link: string } {
  const { pathname, searchParams } = new URL(request.url);
  searchParams.delete("cursor");
  searchParams.delete("offset");
  for (const [name, value] of Object.entries(next)) searchParams.set(name, String(value));
  // A path, not a whole address: behind a proxy we don't know how the client calls us.
  return { Link: `<${pathname}?${searchParams}>; rel="next"` };
}
