import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { mayChange } from "@/server/articles/policy";
import { listRevisions } from "@/server/articles/revisions";
import { requireAuth } from "@/server/pages/page-session";
import { orNotFound } from "../../../../_lib/or-not-found";
import { firstOf, pageCount } from "../../../../_lib/search-params";
import { EmptyState } from "../../../../_ui/empty-state";
import { Link } from "../../../../_ui/link";
import { Notice } from "../../../../_ui/notice";
import { PageTitle } from "../../../../_ui/page-title";
import { Pager } from "../../../../_ui/pager";
import { PartBoundary } from "../../../../_ui/part-boundary";
import { loadArticle } from "../load-article";
import { historyHref, historyParamsOf, pageSize } from "./history-params";
import { RevisionList } from "./revision-list";
import { RevisionView } from "./revision-view";

export async function generateMetadata({ params }: PageProps<"/articles/[id]/history">): Promise<Metadata> {
  const { title } = await loadArticle((await params).id);
  return { title: `History of ${title}` };
}

/** Every saved text of an article: what was changed by whom, and the way back. */
export default async function HistoryPage({ params, searchParams }: PageProps<"/articles/[id]/history">) {
  const [{ id }, given] = await Promise.all([params, searchParams]);
  const shown = historyParamsOf(given);
  const { context } = await requireAuth(historyHref(id, shown));
  const article = await loadArticle(id);
  const page = { limit: pageSize, offset: (shown.page - 1) * pageSize };
  const { items, total } = await orNotFound(listRevisions(context, id, page));
  if (items.length === 0 && shown.page > 1) redirect(historyHref(id, {}));
  const selected = shown.revision ?? items[0]?.id;
  return (
    <>
      <BackLink id={id} />
      <PageTitle title="History" intro={article.title} />
      {firstOf(given.notice) === "restored" && (
        <Notice>That text is the current one again, as a new revision. Nothing of the others is lost.</Notice>
      )}
      {selected ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 lg:grid-cols-[18rem_minmax(0,1fr)]">
          <div>
            <RevisionList articleId={id} revisions={items} selected={selected} params={shown} />
            <Pager
              page={shown.page}
              pages={pageCount(total, pageSize)}
              hrefOf={(number) => historyHref(id, { page: number })}
              words={{ previous: "Newer", next: "Older" }}
            />
          </div>
          <PartBoundary what="This revision">
            <RevisionView
              context={context}
              article={article}
              revisionId={selected}
              params={shown}
              mayRestore={mayChange(context, { authorId: article.author.id })}
            />
          </PartBoundary>
        </div>
      ) : (
        <EmptyState title="Nothing kept yet">
          From the next time that the article is saved, each text of it will be listed here.
        </EmptyState>
      )}
    </>
  );
}

function BackLink({ id }: { id: string }) {
  return (
    <Link
      href={`/articles/${id}`}
      className="mb-4 inline-flex items-center gap-1.5 text-sm text-soft quiet-link"
    >
      <ArrowLeft aria-hidden="true" className="size-4" />
      Back to the article
    </Link>
  );
}
