import { Heart } from "lucide-react";
import { z } from "zod";
import type { Article } from "@/server/articles/read";
import type { TenantContext } from "@/server/auth/tenant-context";
import { listComments as listSchema } from "@/server/comments/schema";
import { listComments } from "@/server/comments/service";
import { firstOf, hrefWith, type SearchParams } from "../../../_lib/search-params";
import { CommentList } from "../../../_ui/comment-list";
import { Link } from "../../../_ui/link";
import { localeOf } from "../site-text";
import { wordsIn } from "../site-words";

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
  const words = wordsIn(localeOf(context));
  return (
    <section aria-labelledby="comments" className="mt-12 border-t border-ink pt-6">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="comments" lang={words.lang} className="text-2xl font-semibold">
          {words.comments(counts.comments)}
        </h2>
        <p lang={words.lang} className="inline-flex items-center gap-1.5 text-sm text-soft">
          <Heart aria-hidden="true" className="size-4" />
          {words.likes(counts.likes)}
        </p>
      </div>
      <CommentList comments={items} />
      {nextCursor && (
        <Link
          href={`${hrefWith(`/p/${context.tenantSlug}/${slug}`, { before: nextCursor })}#comments`}
          lang={words.lang}
          className="link text-sm"
        >
          {words.olderComments}
        </Link>
      )}
    </section>
  );
}
