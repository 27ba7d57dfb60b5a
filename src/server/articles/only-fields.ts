import type { Article, ListedArticle } from "./read";
import type { ArticleField } from "./schema";

/** The parts of an article that a list was asked for; all if it wasn't. */
export function onlyFields(
  article: ListedArticle,
  fields: readonly ArticleField[] | undefined,
): Partial<Article> {
  if (!fields) return article;
  return Object.fromEntries(fields.map((field) => [field, article[field]]));
}
