import { listAllComments } from "@/server/comments/schema";
import { firstOf, hrefWith, type SearchParams } from "../../_lib/search-params";

/** Which comments are shown; those that wait, unless something else is asked for. */
export interface QueueParams {
  status: "pending" | "approved" | "rejected";
  cursor: string | undefined;
}

/** Whatever can't be meant counts as not given. */
export function queueParamsOf(given: SearchParams): QueueParams {
  const { status, cursor } = listAllComments.shape;
  return {
    status: status.safeParse(firstOf(given.status)).data ?? "pending",
    cursor: cursor.safeParse(firstOf(given.before)).data,
  };
}

export function queueHref({ status, cursor }: QueueParams): string {
  return hrefWith("/comments", { status: status === "pending" ? undefined : status, before: cursor });
}
