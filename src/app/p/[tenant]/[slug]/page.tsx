import type { Metadata } from "next";
import { permanentRedirect } from "next/navigation";
import { showText } from "@/server/articles/markdown";
import { takeTurnIfLong } from "../../../_lib/long-pages";
import { Link } from "../../../_ui/link";
import { Markdown, PlainTextNote } from "../../../_ui/markdown";
import { TagList } from "../../../_ui/tag-list";
import { isMemberOf, loadPublished, loadSite, slugFromAddress } from "../load-site";
import { feedLink, localeOf, siteMinutes } from "../site-text";
import { SiteTime } from "../site-time";
import { minutesToRead } from "./reading-time";
import { Responses } from "./responses";

export async function generateMetadata({ params }: PageProps<"/p/[tenant]/[slug]">): Promise<Metadata> {
  const { tenant, slug } = await params;
  const context = await loadSite(tenant);
  const { tenantName, tenantSlug } = context;
  const {
    slug: currentSlug,
    title,
    excerpt,
    author,
    tags,
    publishedAt,
    updatedAt,
  } = await loadPublished(tenant, slug);
  const url = `/p/${tenantSlug}/${encodeURIComponent(currentSlug)}`;
  return {
    title,
    description: excerpt,
    authors: [{ name: author.name }],
    alternates: { canonical: url, types: feedLink(context) },
    openGraph: {
      type: "article",
      siteName: tenantName,
      title,
      description: excerpt,
      url,
      publishedTime: publishedAt?.toISOString(),
      modifiedTime: updatedAt.toISOString(),
      authors: [author.name],
      tags: tags.map((tag) => tag.name),
    },
  };
}

export default async function PublicArticlePage({ params, searchParams }: PageProps<"/p/[tenant]/[slug]">) {
  const { tenant, slug } = await params;
  const context = await loadSite(tenant);
  const article = await loadPublished(tenant, slug);
  if (context.tenantSlug !== tenant || article.slug !== slugFromAddress(slug))
    permanentRedirect(`/p/${context.tenantSlug}/${encodeURIComponent(article.slug)}`);
  const locale = localeOf(context);
  const { id, title, content = "", author, publishedAt, tags } = article;
  const [text, isMember] = await Promise.all([showText(context, content), isMemberOf(context)]);
  await takeTurnIfLong(context.tenantId, text.html);
  return (
    <article className="mx-auto max-w-2xl">
      <header className="mb-10">
        <h1 dir="auto" className="text-4xl leading-[1.1] font-semibold tracking-tight sm:text-5xl">
          {title}
        </h1>
        <p className="mt-5 flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
          <bdi>{author.name}</bdi>
          {publishedAt && <SiteTime value={publishedAt} locale={locale} />}
          <span>{siteMinutes(minutesToRead(content), locale)}</span>
          {isMember && (
            <Link href={`/articles/${id}`} className="link">
              Open in the dashboard
            </Link>
          )}
        </p>
      </header>
      {isMember && !text.isRendered && <PlainTextNote />}
      <Markdown html={text.html} className="sm:text-xl" />
      <TagList tags={tags} hrefOf={(tag) => `/p/${context.tenantSlug}?tag=${tag}`} />
      <Responses context={context} article={article} searchParams={await searchParams} />
    </article>
  );
}
