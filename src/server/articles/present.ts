import type { Article, ListedArticle } from "./read";
import { type ArticleField, articleFields } from "./schema";

/** An article as the API shows it: the listed fields and no others, whatever the row may come to hold. */
export function presentArticle(article: Article): Article;
export function presentArticle(article: ListedArticle, fields?: readonly ArticleField[]): Partial<Article>;
export function presentArticle(
  article: ListedArticle,
  fields: readonly ArticleField[] = articleFields,
): Partial<Article> {
  const shown: { [Field in ArticleField]?: unknown } = {};
  for (const field of fields) shown[field] = article[field];
  return shown as Partial<Article>;
}
