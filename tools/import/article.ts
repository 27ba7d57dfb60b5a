/** What is to become an article, wherever it comes from. */
export interface ImportedArticle {
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

/** Something that may become an article. */
export interface Source {
  /** What the importer calls it, the same in every run: an article that came from it is found by this. */
  id: string;
  /** Names it in the report. */
  path: string;
  /** The address that it would like, without those that others have; undefined where it is refused anyway. */
  slug: string | undefined;
  /** Throws ArticleError if it can't become an article. */
  read(addresses: Addresses): Promise<ImportedArticle>;
}

/** Where the articles of this import are. */
export interface Addresses {
  /** The slug of what comes from the source `id`; undefined if nothing does. */
  slugOf(id: string): string | undefined;
}
