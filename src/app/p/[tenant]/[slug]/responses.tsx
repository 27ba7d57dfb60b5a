import { Heart } from "lucide-react";
import { z } from "zod";
import type { Article } from "@/server/articles/read";
import type { TenantContext } from "@/server/auth/tenant-context";
import { listComments as listSchema } from "@/server/comments/schema";
import { listComments } from "@/server/comments/service";
import { firstOf, hrefWith, type SearchParams } from "../../../_lib/search-params";
import { CommentList } from "../../../_ui/comment-list";
import { Link } from "../../../_ui/link";

interface ResponsesProps {
  context: TenantContext;
  article: Article;
  searchParams: SearchParams;
}

/** Likes and comments of the publication's members, to read. */
export async function Responses({ context, article, searchParams }: ResponsesProps) {
  const { id, slug, counts } = article;
  const cursor = z.uuid().safeParse(firstOf(searchParams.before)).data;
  const { items, nextCursor } = await listComments(context, id, listSchema.parse({ cursor }));
  return (
    <section aria-labelledby="comments" className="mt-12 border-t border-ink pt-6">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="comments" className="text-2xl font-semibold">
          {counts.comments === 1 ? "1 comment" : `${counts.comments.toLocaleString("en-GB")} comments`}
        </h2>
        <p className="inline-flex items-center gap-1.5 text-sm text-soft">
          <Heart aria-hidden="true" className="size-4" />
          {counts.likes === 1 ? "1 like" : `${counts.likes.toLocaleString("en-GB")} likes`}
        </p>
      </div>
      <CommentList comments={items} />
      {nextCursor && (
        <Link
          href={`${hrefWith(`/p/${context.tenantSlug}/${slug}`, { before: nextCursor })}#comments`}
          className="link text-sm"
        >
          Older comments
        </Link>
      )}
    </section>
  );
}
