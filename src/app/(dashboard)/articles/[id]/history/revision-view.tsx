import type { Article } from "@/server/articles/read";
import { diffRevision, getRevision } from "@/server/articles/revisions";
import type { TenantContext } from "@/server/auth/tenant-context";
import { orNotFound } from "../../../../_lib/or-not-found";
import { ConfirmDialog } from "../../../../_ui/confirm-dialog";
import { Link } from "../../../../_ui/link";
import { Time } from "../../../../_ui/time";
import { restoreRevisionAction } from "./actions";
import { DiffView } from "./diff-view";
import { type HistoryParams, historyHref } from "./history-params";

interface RevisionViewProps {
  context: TenantContext;
  article: Article;
  revisionId: string;
  params: HistoryParams;
  mayRestore: boolean;
}

/** What one revision changed, or what has changed since; and the way back to it. */
export async function RevisionView({ context, article, revisionId, params, mayRestore }: RevisionViewProps) {
  const { against } = params;
  const [revision, diff] = await orNotFound(
    Promise.all([
      getRevision(context, article.id, revisionId),
      diffRevision(context, article.id, revisionId, { against }),
    ]),
  );
  const { number, savedAt, savedBy, current } = revision;
  const values = { id: article.id, revisionId, version: String(article.version) };
  return (
    <section aria-labelledby="revision" className="min-w-0">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <h2 id="revision" className="text-2xl font-semibold">
            Revision {number}
          </h2>
          <p className="mt-1 text-sm text-soft">
            Saved by {savedBy.name} on <Time value={savedAt} as="moment" />
          </p>
        </div>
        {mayRestore && !current && (
          <ConfirmDialog
            action={restoreRevisionAction}
            values={values}
            trigger={{ label: "Restore this revision", variant: "plain" }}
            title={`Restore revision ${number}?`}
            confirmLabel="Restore it"
            confirmVariant="primary"
            cancelLabel="Leave it"
          >
            Title, text and tags become those of this revision, on the public page too if the article is
            published. The current text stays in the history. The address doesn’t change.
          </ConfirmDialog>
        )}
      </div>
      <nav aria-label="Compare with" className="mt-4 flex flex-wrap gap-x-4 border-b border-rule text-sm">
        {(["previous", "current"] as const).map((other) => (
          <Link
            key={other}
            href={historyHref(article.id, { ...params, revision: revisionId, against: other })}
            scroll={false}
            aria-current={against === other ? "page" : undefined}
            className="tab"
          >
            {other === "previous" ? "What it changed" : "What has changed since"}
          </Link>
        ))}
      </nav>
      <DiffView diff={diff} isFirst={diff.before === null} />
    </section>
  );
}
