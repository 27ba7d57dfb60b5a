import type { ListedArticle } from "@/server/articles/read";
import type { Locale } from "@/server/auth/tenant-context";
import { classNames } from "../../_lib/class-names";
import { Link } from "../../_ui/link";
import { SiteTime } from "./site-time";

interface ArticleTeaserProps {
  article: ListedArticle;
  /** Slug of the publication. */
  site: string;
  locale: Locale;
  /** The newest article of all leads the page. */
  isLead: boolean;
}

/** An article on the front page: title, the first words, who and when. */
export function ArticleTeaser({ article, site, locale, isLead }: ArticleTeaserProps) {
  const { slug, title, excerpt, author, publishedAt, tags } = article;
  return (
    <article className={classNames("py-8 first:pt-0", isLead && "sm:pb-12 sm:text-center")}>
      <h2
        dir="auto"
        className={isLead ? "text-4xl font-semibold tracking-tight sm:text-5xl" : "text-2xl font-semibold"}
      >
        <Link href={`/p/${site}/${slug}`} className="quiet-link">
          {title}
        </Link>
      </h2>
      {excerpt && (
        <p
          dir="auto"
          className={classNames(
            "mt-3 font-serif leading-relaxed text-soft",
            isLead ? "mx-auto max-w-2xl text-xl" : "max-w-2xl text-lg",
          )}
        >
          {excerpt}
        </p>
      )}
      <p
        className={classNames(
          "mt-4 flex flex-wrap gap-x-3 gap-y-1 text-sm text-soft",
          isLead && "sm:justify-center",
        )}
      >
        <bdi>{author.name}</bdi>
        {publishedAt && <SiteTime value={publishedAt} locale={locale} />}
        {tags?.map((tag) => (
          <Link
            key={tag.slug}
            href={`/p/${site}?tag=${tag.slug}`}
            className="wrap-anywhere text-accent hover:underline"
          >
            <span aria-hidden="true">#</span>
            <bdi>{tag.name}</bdi>
          </Link>
        ))}
      </p>
    </article>
  );
}
