"use client";

import { Heart } from "lucide-react";
import { useOptimistic } from "react";
import { useFormAction } from "../../../_lib/use-form-action";
import { likeAction } from "./actions";

interface LikeButtonProps {
  articleId: string;
  liked: boolean;
  likes: number;
}

/** Shows the outcome at once and lets the answer have the last word. */
export function LikeButton({ articleId, liked, likes }: LikeButtonProps) {
  const [shown, show] = useOptimistic({ liked, likes });
  const { state, formProps } = useFormAction(likeAction, {
    onSend: () => show({ liked: !liked, likes: likes + (liked ? -1 : 1) }),
  });
  return (
    <form {...formProps} className="flex items-center gap-3">
      <input type="hidden" name="articleId" value={articleId} />
      <input type="hidden" name="liked" value={String(!liked)} />
      <button
        type="submit"
        aria-pressed={shown.liked}
        className="inline-flex min-h-10 items-center gap-2 rounded-sm border border-edge bg-raised px-3 text-sm hover:border-ink aria-pressed:border-accent aria-pressed:text-accent"
      >
        <Heart aria-hidden="true" className="size-4" fill={shown.liked ? "currentColor" : "none"} />
        Like
      </button>
      <span className="order-first text-sm text-soft tabular-nums">
        {shown.likes === 1 ? "1 like" : `${shown.likes} likes`}
      </span>
      <span role="alert" className="text-sm text-danger empty:hidden">
        {state.kind === "error" ? state.message : ""}
      </span>
    </form>
  );
}
