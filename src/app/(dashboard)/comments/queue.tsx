import type { Comment } from "@/server/comments/service";
import { ActionForm } from "../../_ui/action-form";
import { Link } from "../../_ui/link";
import { Time } from "../../_ui/time";
import { decideCommentAction } from "./actions";

/** Comments with what can be decided about each; plain text, shown as typed. */
export function Queue({ comments }: { comments: Comment[] }) {
  return (
    <ol className="divide-y divide-rule border-b border-rule">
      {comments.map((comment) => (
        <QueueEntry key={comment.id} comment={comment} />
      ))}
    </ol>
  );
}

function QueueEntry({ comment }: { comment: Comment }) {
  const { articleId, articleTitle, author, body, createdAt } = comment;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 py-5">
      <div className="min-w-0 flex-1 basis-80">
        <p className="text-sm wrap-anywhere">
          <bdi className="font-medium">{author.name}</bdi>{" "}
          <span className="text-soft">
            on{" "}
            <Link href={`/articles/${articleId}`} className="link">
              <bdi>{articleTitle}</bdi>
            </Link>
            , <Time value={createdAt} as="relative" />
          </span>
        </p>
        <p dir="auto" className="mt-2 font-serif wrap-anywhere whitespace-pre-wrap">
          {body}
        </p>
      </div>
      <Decision comment={comment} />
    </li>
  );
}

function Decision({ comment: { id, status, author } }: { comment: Comment }) {
  return (
    <div className="flex flex-wrap gap-2">
      {status !== "approved" && (
        <ActionForm
          action={decideCommentAction}
          values={{ id, status: "approved" }}
          label="Approve"
          accessibleLabel={`Approve the comment of ${author.name}`}
          focusAfter="queue"
        />
      )}
      {status !== "rejected" && (
        <ActionForm
          action={decideCommentAction}
          values={{ id, status: "rejected" }}
          variant="danger"
          label="Reject"
          accessibleLabel={`Reject the comment of ${author.name}`}
          focusAfter="queue"
        />
      )}
    </div>
  );
}
