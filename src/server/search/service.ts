import { setImmediate } from "node:timers/promises";
import * as repository from "@/db/repositories/search";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import type { Page } from "../platform/paging";
import { type Highlighted, Matcher } from "./highlights";
import { passagesOf } from "./passages";
import { readQuery } from "./query";
import type { SearchQuery } from "./schema";

/** An article that was found, and where its words are. */
export interface FoundArticle extends Omit<repository.SearchHit, "title" | "beginning"> {
  title: Highlighted;
  snippet: Highlighted;
}

/** Articles by their words, best first, of the 200 that match and were changed last. The public finds published ones; staff need `read`. */
export async function searchArticles(
  context: TenantContext,
  { q, limit, offset, ...filter }: SearchQuery,
): Promise<Page<FoundArticle>> {
  if (context.audience === "staff") assertCan(context, "read");
  const { tsquery, marked } = readQuery(q);
  if (tsquery === undefined) return { items: [], total: 0, nextCursor: undefined };
  const { hits, total } = await readTenant(context, (tx) =>
    repository.search(tx, context.tenantId, tsquery, filter, { limit, offset }),
  );
  const matcher = new Matcher(marked);
  const items: FoundArticle[] = [];
  for (const { title, beginning, ...hit } of hits) {
    const head = { text: title, highlights: matcher.matchesIn(title) };
    items.push({ ...hit, title: head, snippet: passagesOf(beginning, matcher) });
    // Each takes less than a millisecond as a rule; whatever the texts are, others get their turn in between.
    if (items.length % 5 === 0) await setImmediate();
  }
  return { items, total, nextCursor: undefined };
}
