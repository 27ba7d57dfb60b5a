import type { Article } from "@/server/articles/read";
import { buttonClass } from "../../_ui/button-class";
import { EmptyState } from "../../_ui/empty-state";
import { Link } from "../../_ui/link";
import type { ListParams } from "./list-params";

interface NoArticlesProps {
  params: ListParams;
  counts: Record<Article["status"], number>;
  mayWrite: boolean;
}

/** Nothing to list: because nothing is written yet, or because the filter lets nothing through. */
export function NoArticles({ params, counts, mayWrite }: NoArticlesProps) {
  const isEmpty = counts.draft + counts.published + counts.archived === 0;
  if (!isEmpty) {
    return (
      <EmptyState
        title="Nothing matches"
        action={
          <Link href="/articles" className={buttonClass("plain")}>
            Show all articles
          </Link>
        }
      >
        {params.scheduled
          ? "Nothing is scheduled. Open an article to say when it is to be published."
          : params.q
            ? `No article contains “${params.q}” with these filters. Fewer or other words may help.`
            : "No article has this status or tag right now."}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing written yet"
      action={
        mayWrite && (
          <Link href="/articles/new" className={buttonClass("primary")}>
            Write the first article
          </Link>
        )
      }
    >
      {mayWrite
        ? "Articles start as drafts that only your organisation sees, until you publish them."
        : "Articles will appear here once somebody in your organisation writes one."}
    </EmptyState>
  );
}
