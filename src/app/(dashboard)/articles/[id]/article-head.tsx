import { ArrowLeft, ArrowUpRight } from "lucide-react";
import type { Article } from "@/server/articles/read";
import { Link } from "../../../_ui/link";
import { LocalTime } from "../../../_ui/local-time";
import { Time } from "../../../_ui/time";

interface ArticleHeadProps {
  article: Article;
  publicPath: string;
  mayEdit: boolean;
}

/** Where this is and whose it is. The editor shows the title itself, in a field. */
export function ArticleHead({ article, publicPath, mayEdit }: ArticleHeadProps) {
  const { id, title, author, slug, status, updatedAt, publishedAt } = article;
  const { publishAt, scheduleProblem } = article;
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm text-soft">
      {mayEdit && <h1 className="sr-only">Edit “{title}”</h1>}
      <Link href="/articles" className="inline-flex items-center gap-1.5 quiet-link">
        <ArrowLeft aria-hidden="true" className="size-4" />
        Articles
      </Link>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <span>
          By <bdi>{author.name}</bdi>
        </span>
        <span>
          Changed <Time value={updatedAt} as="relative" />
        </span>
        {status === "published" && publishedAt && (
          <span>
            Published <Time value={publishedAt} as="day" />
          </span>
        )}
        {publishAt && !scheduleProblem && (
          <span>
            Scheduled for <LocalTime value={publishAt} />
          </span>
        )}
        <Link href={`/articles/${id}/history`} className="link">
          History
        </Link>
        {status === "published" && (
          <Link href={`${publicPath}/${slug}`} className="inline-flex items-center gap-1 link">
            On the public page
            <ArrowUpRight aria-hidden="true" className="size-3.5" />
          </Link>
        )}
      </p>
    </div>
  );
}
