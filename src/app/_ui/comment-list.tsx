import type { ReactNode } from "react";
import type { Comment } from "@/server/comments/service";
import { Time } from "./time";

interface CommentListProps {
  comments: Comment[];
  actionsOf?: (comment: Comment) => ReactNode;
}

/** Comments are plain text: shown as typed, line breaks included, and nothing in them becomes an element. */
export function CommentList({ comments, actionsOf }: CommentListProps) {
  if (comments.length === 0) return null;
  return (
    <ol className="my-6 divide-y divide-rule border-y border-rule">
      {comments.map((comment) => (
        <li key={comment.id} className="py-4">
          <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4">
            <p className="text-sm">
              <bdi className="font-medium">{comment.author.name}</bdi>{" "}
              <span className="text-soft">
                <Time value={comment.createdAt} as="relative" />
              </span>
            </p>
            {actionsOf?.(comment)}
          </div>
          <p dir="auto" className="font-serif whitespace-pre-wrap">
            {comment.body}
          </p>
        </li>
      ))}
    </ol>
  );
}
