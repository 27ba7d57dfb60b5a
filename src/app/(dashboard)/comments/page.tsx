import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { countComments, listAllComments } from "@/server/comments/moderation";
import { requireAuth } from "@/server/pages/page-session";
import { buttonClass } from "../../_ui/button-class";
import { EmptyState } from "../../_ui/empty-state";
import { Link } from "../../_ui/link";
import { NotAllowed } from "../../_ui/not-allowed";
import { PageTitle } from "../../_ui/page-title";
import { Queue } from "./queue";
import { type QueueParams, queueHref, queueParamsOf } from "./queue-params";

export const metadata: Metadata = { title: "Comments" };

const tabs = [
  { status: "pending", label: "Waiting", empty: "No comment waits for you" },
  { status: "approved", label: "Approved", empty: "No approved comments" },
  { status: "rejected", label: "Rejected", empty: "No rejected comments" },
] as const;

export default async function CommentsPage({ searchParams }: PageProps<"/comments">) {
  const { context } = await requireAuth("/comments");
  if (!can(context.role, "delete")) {
    return <NotAllowed role={context.role}>Editors and admins decide about comments.</NotAllowed>;
  }
  const params = queueParamsOf(await searchParams);
  const { status, cursor } = params;
  const [counts, { items, nextCursor }] = await Promise.all([
    countComments(context),
    listAllComments(context, { status, cursor, limit: 20, offset: 0 }),
  ]);
  const { label, empty } = tabs.find((tab) => tab.status === status) ?? tabs[0];
  return (
    <>
      <PageTitle
        title="Comments"
        intro="What your organisation’s members say to articles. Everybody sees approved ones."
      />
      <StatusTabs current={status} counts={counts} />
      <section aria-labelledby="queue">
        <h2 id="queue" tabIndex={-1} className="border-b border-ink pt-6 pb-2 text-xl font-semibold">
          {label}: {counts[status].toLocaleString("en-GB")}
        </h2>
        {items.length > 0 ? (
          <Queue comments={items} />
        ) : (
          <div className="mt-6">
            <EmptyState title={empty}>
              Where comments are moderated, those of authors come here first. Admins turn that on in the
              organisation’s settings.
            </EmptyState>
          </div>
        )}
      </section>
      {nextCursor && (
        <nav aria-label="Pages" className="mt-8">
          <Link rel="next" href={queueHref({ status, cursor: nextCursor })} className={buttonClass("plain")}>
            Older comments
          </Link>
        </nav>
      )}
    </>
  );
}

function StatusTabs({
  current,
  counts,
}: {
  current: QueueParams["status"];
  counts: Record<QueueParams["status"], number>;
}) {
  return (
    <nav aria-label="Status" className="-mx-2 max-w-full">
      <ul className="flex overflow-x-auto text-sm">
        {tabs.map(({ status, label }) => (
          <li key={status}>
            <Link
              href={queueHref({ status, cursor: undefined })}
              aria-current={status === current ? "page" : undefined}
              className="tab"
            >
              {label}
              <span className="text-xs text-soft tabular-nums">{counts[status].toLocaleString("en-GB")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
