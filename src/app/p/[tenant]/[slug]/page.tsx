import type { Metadata } from "next";
import { renderMarkdown } from "@/server/articles/markdown";
import { Link } from "../../../_ui/link";
import { Markdown } from "../../../_ui/markdown";
import { TagList } from "../../../_ui/tag-list";
import { Time } from "../../../_ui/time";
import { isMemberOf, loadPublished, loadSite } from "../load-site";
import { Responses } from "./responses";

export async function generateMetadata({ params }: PageProps<"/p/[tenant]/[slug]">): Promise<Metadata> {
  const { tenant, slug } = await params;
  const { tenantName, tenantSlug } = await loadSite(tenant);
  const { title, excerpt, author, tags, publishedAt, updatedAt } = await loadPublished(tenant, slug);
  const url = `/p/${tenantSlug}/${slug}`;
  return {
    title,
    description: excerpt,
    authors: [{ name: author.name }],
    alternates: { canonical: url },
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
  const { id, title, content = "", author, publishedAt, tags } = article;
  return (
    <article className="mx-auto max-w-2xl">
      <header className="mb-10">
        <h1 className="text-4xl leading-[1.1] font-semibold tracking-tight sm:text-5xl">{title}</h1>
        <p className="mt-5 flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
          <span>By {author.name}</span>
          {publishedAt && <Time value={publishedAt} as="day" />}
          <span>{readingTime(content)}</span>
          {(await isMemberOf(context)) && (
            <Link href={`/articles/${id}`} className="link">
              Open in the dashboard
            </Link>
          )}
        </p>
      </header>
      <Markdown html={await renderMarkdown(content)} className="sm:text-xl" />
      <TagList tags={tags} hrefOf={(tag) => `/p/${context.tenantSlug}?tag=${tag}`} />
      <Responses context={context} article={article} searchParams={await searchParams} />
    </article>
  );
}

/** At 220 words a minute, which is about what people read of prose. */
function readingTime(content: string): string {
  const words = content.split(/\s+/).filter(Boolean).length;
  return `${Math.max(1, Math.round(words / 220))} min read`;
}
