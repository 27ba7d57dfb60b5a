import { type ListArticles, listArticles as listSchema } from "@/server/articles/schema";
import { firstOf, hrefWith, pageMaxOf, pageOf, type SearchParams } from "../../_lib/search-params";

export const pageSize = 20;

/** What the list of articles is asked for. Whatever can't be meant counts as not given: an address that was mistyped still leads to a list. */
export interface ListParams {
  status: ListArticles["status"];
  q: string | undefined;
  tag: string | undefined;
  /** Only those for which something is scheduled, in the order of its time. Without words to search for. */
  scheduled: ListArticles["scheduled"];
  page: number;
}

export function listParamsOf(given: SearchParams): ListParams {
  const { status, q, tag, scheduled } = listSchema.shape;
  const words = q.safeParse(firstOf(given.q)).data;
  return {
    status: status.safeParse(firstOf(given.status)).data,
    q: words,
    tag: tag.safeParse(firstOf(given.tag)).data,
    scheduled: words === undefined ? scheduled.safeParse(firstOf(given.scheduled)).data : undefined,
    page: pageOf(given.page, pageMaxOf(pageSize)),
  };
}

export function listHref(params: Partial<ListParams>): string {
  const { page, ...filter } = params;
  return hrefWith("/articles", { ...filter, page: page === 1 ? undefined : page });
}
