import { Heart, MessageSquare } from "lucide-react";
import type { ListedArticle } from "@/server/articles/read";
import { Link } from "../../_ui/link";
import { LocalTime } from "../../_ui/local-time";
import { StatusBadge } from "../../_ui/status-badge";
import { Time } from "../../_ui/time";
import { type ListParams, listHref } from "./list-params";

/** A list of articles, one entry each with what tells them apart. */
export function ArticleRows({ articles, params }: { articles: ListedArticle[]; params: ListParams }) {
  return (
    <ul className="divide-y divide-rule border-y border-rule">
      {articles.map((article) => (
        <ArticleRow key={article.id} article={article} params={params} />
      ))}
    </ul>
  );
}

function ArticleRow({ article, params }: { article: ListedArticle; params: ListParams }) {
  const { id, title, excerpt, status, author, updatedAt, publishedAt, tags } = article;
  return (
    <li className="grid gap-x-8 gap-y-2 py-5 sm:grid-cols-[1fr_auto]">
      <div className="min-w-0">
        <h2 dir="auto" className="font-serif text-xl leading-snug">
          <Link href={`/articles/${id}`} className="quiet-link">
            {title}
          </Link>
        </h2>
        {excerpt && <p className="mt-1 line-clamp-1 max-w-3xl text-sm text-soft">{excerpt}</p>}
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
          <bdi>{author.name}</bdi>
          {tags?.map((tag) => (
            <Link
              key={tag.slug}
              href={listHref({ ...params, tag: tag.slug, page: 1 })}
              className="wrap-anywhere text-accent hover:underline"
            >
              <span aria-hidden="true">#</span>
              <bdi>{tag.name}</bdi>
            </Link>
          ))}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-soft sm:flex-col sm:items-end sm:justify-center">
        <StatusBadge status={status} />
        <span>
          changed <Time value={updatedAt} as="relative" />
        </span>
        {publishedAt && status === "published" && (
          <span>
            published <Time value={publishedAt} as="day" />
          </span>
        )}
        <ScheduledFor article={article} />
        <Counts article={article} />
      </div>
    </li>
  );
}

function ScheduledFor({ article }: { article: ListedArticle }) {
  const { status, publishAt, unpublishAt, scheduleProblem } = article;
  const due = publishAt ?? unpublishAt;
  if (!due) return null;
  const isPublished = status === "published";
  const words = isPublished ? ["until", "not unpublished on"] : ["scheduled for", "not published on"];
  return (
    <span className={scheduleProblem ? "text-danger" : undefined}>
      {scheduleProblem ? words[1] : words[0]} <LocalTime value={due} />
    </span>
  );
}

function Counts({ article: { counts } }: { article: ListedArticle }) {
  if (counts.likes === 0 && counts.comments === 0) return null;
  return (
    <span className="flex items-center gap-3 tabular-nums">
      <span className="inline-flex items-center gap-1">
        <Heart aria-hidden="true" className="size-3.5" />
        {counts.likes}
        <span className="sr-only">{counts.likes === 1 ? "like" : "likes"}</span>
      </span>
      <span className="inline-flex items-center gap-1">
        <MessageSquare aria-hidden="true" className="size-3.5" />
        {counts.comments}
        <span className="sr-only">{counts.comments === 1 ? "comment" : "comments"}</span>
      </span>
    </span>
  );
}
