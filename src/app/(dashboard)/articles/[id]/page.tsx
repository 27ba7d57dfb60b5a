import type { Metadata } from "next";
import { showText } from "@/server/articles/markdown";
import { mayChange } from "@/server/articles/policy";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { takeTurnIfLong } from "../../../_lib/long-pages";
import { PlainTextNote } from "../../../_ui/markdown";
import { Editor } from "../_editor/editor";
import { saveArticleAction } from "../actions";
import { NoWorkerNotice } from "../no-worker-notice";
import { ArticleHead } from "./article-head";
import { ArticleView } from "./article-view";
import { Comments } from "./comments";
import { loadArticle } from "./load-article";

export async function generateMetadata({ params }: PageProps<"/articles/[id]">): Promise<Metadata> {
  const { title } = await loadArticle((await params).id);
  return { title };
}

/** An article of the organisation: to write on for those who may, to read for the others. */
export default async function ArticlePage({ params, searchParams }: PageProps<"/articles/[id]">) {
  const { id } = await params;
  const { context } = await requireAuth(`/articles/${id}`);
  const article = await loadArticle(id);
  const content = (article.content ?? "").replaceAll("\r\n", "\n");
  const text = await showText(context, content);
  await takeTurnIfLong(context.tenantId, text.html);
  const publicPath = `/p/${context.tenantSlug}`;
  const mayEdit = mayChange(context, { authorId: article.author.id });
  return (
    <>
      <ArticleHead article={article} publicPath={publicPath} mayEdit={mayEdit} />
      <NoWorkerNotice articles={[article]} />
      {!text.isRendered && <PlainTextNote />}
      {mayEdit ? (
        <Editor
          // Another article is another editor, also when one link leads from the one to the other.
          key={id}
          action={saveArticleAction}
          saved={{
            title: article.title,
            content,
            tags: article.tags.map((tag) => tag.name).join(", "),
            slug: article.slug,
          }}
          html={text.html}
          publicPath={publicPath}
          article={{
            id,
            version: article.version,
            status: article.status,
            publishAt: article.publishAt,
            unpublishAt: article.unpublishAt,
            scheduleProblem: article.scheduleProblem,
            mayDelete: can(context.role, "delete"),
          }}
        />
      ) : (
        <ArticleView article={article} html={text.html} />
      )}
      <Comments context={context} article={article} searchParams={await searchParams} />
    </>
  );
}
