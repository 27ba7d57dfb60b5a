import type { Article } from "@/server/articles/read";
import { Markdown } from "../../../_ui/markdown";
import { StatusBadge } from "../../../_ui/status-badge";
import { TagList } from "../../../_ui/tag-list";

/** For members who may read the article but not change it. */
export function ArticleView({ article: { title, status, tags }, html }: { article: Article; html: string }) {
  return (
    <article className="mx-auto max-w-2xl border-t border-rule pt-8">
      <StatusBadge status={status} />
      <h1 className="mt-2 mb-6 text-4xl font-semibold tracking-tight">{title}</h1>
      <Markdown html={html} />
      <TagList tags={tags} hrefOf={(slug) => `/articles?tag=${slug}`} />
    </article>
  );
}
