import { notFound } from "next/navigation";
import { renderToHtml } from "@/markdown/render";
import { pooled } from "../../../../queries";
import { byId } from "../../../../statements";

export const dynamic = "force-dynamic";

const query = pooled(process.env.REFERENCE_DATABASE_URL ?? "", 10);

/** One article as a Next.js site without a cache shows it: one hand-written statement, Markdown, no style, no layout. */
export default async function ArticlePage({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  const [article] = await query(byId, [tenant, id], tenant);
  if (!article) notFound();
  return (
    <article>
      <h1>{article.title}</h1>
      <p>By {article.author}</p>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: it is sanitised */}
      <div dangerouslySetInnerHTML={{ __html: renderToHtml(article.content) }} />
    </article>
  );
}
