import type { Metadata } from "next";
import { permanentRedirect, redirect } from "next/navigation";
import { EmptyState } from "../../_ui/empty-state";
import { Link } from "../../_ui/link";
import { Pager } from "../../_ui/pager";
import { ArticleTeaser } from "./article-teaser";
import { frontPageHref, isMemberOf, loadFrontPage, loadSite } from "./load-site";
import { feedLink, localeOf } from "./site-text";
import { wordsIn } from "./site-words";

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<"/p/[tenant]">): Promise<Metadata> {
  const context = await loadSite((await params).tenant);
  const { page, pages, tag } = await loadFrontPage(context, await searchParams);
  const { tenantSlug, tenantName } = context;
  const href = (number: number) => frontPageHref(tenantSlug, number, tag);
  return {
    description: wordsIn(localeOf(context)).latestFrom(tenantName),
    alternates: { canonical: href(page), types: feedLink(context) },
    openGraph: { type: "website", siteName: tenantName, title: tenantName, url: href(page) },
    pagination: { previous: page > 1 ? href(page - 1) : null, next: page < pages ? href(page + 1) : null },
  };
}

/** What a publication has published, newest first. */
export default async function SitePage({ params, searchParams }: PageProps<"/p/[tenant]">) {
  const { tenant } = await params;
  const given = await searchParams;
  const context = await loadSite(tenant);
  const { items, page, pages, tag, formerTag } = await loadFrontPage(context, given);
  const { tenantSlug, tenantName } = context;
  if (tenant !== tenantSlug || formerTag) permanentRedirect(frontPageHref(tenantSlug, page, tag));
  if (items.length === 0 && page > 1) redirect(frontPageHref(tenantSlug, 1, tag));
  const locale = localeOf(context);
  const words = wordsIn(locale);
  const tagName =
    items.flatMap((article) => article.tags ?? []).find(({ slug }) => slug === tag)?.name ?? tag;
  return (
    <>
      {tag ? (
        <h1 className="mb-8 text-2xl" lang={words.lang}>
          {words.tagged(tagName ?? tag)}
        </h1>
      ) : (
        <h1 className="sr-only">{tenantName}</h1>
      )}
      {items.length === 0 ? (
        <EmptyState title={words.nothingYet} lang={words.lang}>
          {(await isMemberOf(context)) ? (
            <span lang="en">
              Only you and your colleagues know about this page so far.{" "}
              <Link href="/articles/new" className="link">
                Write the first article
              </Link>
            </span>
          ) : (
            words.nothingYetNote
          )}
        </EmptyState>
      ) : (
        <div className="divide-y divide-rule">
          {items.map((article, index) => (
            <ArticleTeaser
              key={article.id}
              article={article}
              site={tenantSlug}
              locale={locale}
              isLead={index === 0 && page === 1 && !tag}
            />
          ))}
        </div>
      )}
      <Pager
        page={page}
        pages={pages}
        hrefOf={(number) => frontPageHref(tenantSlug, number, tag)}
        words={{ ...words, previous: words.newer, next: words.older }}
      />
    </>
  );
}
