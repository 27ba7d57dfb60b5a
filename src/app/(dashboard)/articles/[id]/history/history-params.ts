import { z } from "zod";
import { firstOf, hrefWith, pageMaxOf, pageOf, type SearchParams } from "../../../../_lib/search-params";

export const pageSize = 20;

/** What of the history is shown. */
export interface HistoryParams {
  page: number;
  /** The revision that is looked at; undefined: the newest. */
  revision?: string | undefined;
  against: "previous" | "current";
}

/** Whatever can't be meant counts as not given: an address that was mistyped still leads to the history. */
export function historyParamsOf(given: SearchParams): HistoryParams {
  return {
    page: pageOf(given.page, pageMaxOf(pageSize)),
    revision: z.uuid().safeParse(firstOf(given.revision)).data,
    against: firstOf(given.against) === "current" ? "current" : "previous",
  };
}

export function historyHref(id: string, { page, revision, against }: Partial<HistoryParams>): string {
  return hrefWith(`/articles/${id}/history`, {
    page: page === 1 ? undefined : page,
    revision,
    against: against === "current" ? against : undefined,
  });
}
