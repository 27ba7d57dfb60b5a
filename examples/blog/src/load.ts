import { everyItem, type Masthead, must } from "../masthead.ts";

export interface Article {
  slug: string;
  title: string;
  content: string;
  excerpt: string;
  author: string;
  tags: { slug: string; name: string }[];
  publishedAt: Date;
}

/** The publication's name and all its published articles, newest first. A publishable key sees no others. */
export async function loadBlog(api: Masthead): Promise<{ name: string; articles: Article[] }> {
  const { data: me } = await must(api.GET("/me"));
  const articles: Article[] = [];
  const listed = everyItem((after) =>
    api.GET("/articles", { params: { query: { sort: "-publishedAt", limit: 100, ...after } } }),
  );
  for await (const { slug, title, content, excerpt, author, tags, publishedAt } of listed) {
    // `fields` may leave parts of an article out, so the types say that any may be missing. We left out none.
    if (!slug || !title || !author || !publishedAt) continue;
    const date = new Date(publishedAt);
    articles.push({
      slug,
      title,
      content: content ?? "",
      excerpt: excerpt ?? "",
      author: author.name,
      tags: tags ?? [],
      publishedAt: date,
    });
  }
  return { name: me.organisation.name, articles };
}
