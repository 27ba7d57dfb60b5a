import { z } from "zod";
import type { Article } from "@/server/articles/read";
import { can } from "@/server/auth/permissions";
import type { TenantContext } from "@/server/auth/tenant-context";
import { listComments as listSchema } from "@/server/comments/schema";
import { listComments } from "@/server/comments/service";
import { isLiked } from "@/server/likes/service";
import { firstOf, hrefWith, type SearchParams } from "../../../_lib/search-params";
import { CommentList } from "../../../_ui/comment-list";
import { ConfirmDialog } from "../../../_ui/confirm-dialog";
import { Link } from "../../../_ui/link";
import { deleteCommentAction } from "./actions";
import { CommentForm } from "./comment-form";
import { LikeButton } from "./like-button";

interface CommentsProps {
  context: TenantContext;
  article: Article;
  searchParams: SearchParams;
}

/** What members say to an article, newest first, 20 at a time; with likes. */
export async function Comments({ context, article: { id, counts }, searchParams }: CommentsProps) {
  const cursor = z.uuid().safeParse(firstOf(searchParams.before)).data;
  const [{ items, total, nextCursor }, liked] = await Promise.all([
    listComments(context, id, listSchema.parse({ cursor })),
    isLiked(context, id),
  ]);
  const mayWrite = can(context.role, "write");
  return (
    <section aria-labelledby="comments" className="mt-12 max-w-2xl border-t border-ink pt-6">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 id="comments" tabIndex={-1} className="text-2xl font-semibold">
          {total === 1 ? "1 comment" : `${total.toLocaleString("en-GB")} comments`}
        </h2>
        {mayWrite ? (
          <LikeButton articleId={id} liked={liked} likes={counts.likes} />
        ) : (
          <p className="text-sm text-soft">{counts.likes === 1 ? "1 like" : `${counts.likes} likes`}</p>
        )}
      </div>
      {mayWrite && <CommentForm articleId={id} />}
      <CommentList
        comments={items}
        actionsOf={(comment) =>
          mayWrite &&
          (comment.author.id === context.userId || can(context.role, "delete")) && (
            <ConfirmDialog
              action={deleteCommentAction}
              values={{ id: comment.id }}
              trigger={{
                label: "Delete",
                accessibleLabel: `Delete the comment of ${comment.author.name}`,
                variant: "quiet",
              }}
              title="Delete this comment?"
              confirmLabel="Delete it"
              focusAfter="comments"
            >
              It will be gone for everybody.
            </ConfirmDialog>
          )
        }
      />
      {nextCursor && (
        <Link
          href={hrefWith(`/articles/${id}`, { before: nextCursor })}
          scroll={false}
          className="link text-sm"
        >
          Older comments
        </Link>
      )}
    </section>
  );
}
