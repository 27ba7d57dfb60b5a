/** What is to become an article, wherever it comes from. */
export interface ImportedArticle {
  /** Names it in the report. */
  path: string;
  /** The same in every run, since the article is found by it. */
  slug: string;
  title: string;
  /** Markdown. */
  content: string;
  tags: string[];
  status: "draft" | "published" | "archived";
  publishedAt: Date | undefined;
  /** What a person may want to know about how it was read. */
  notes: string[];
}

/** The API takes bodies up to this size. */
export const bytesMax = 1024 * 1024;
