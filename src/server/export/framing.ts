import type { ExportFormat, ExportHeader } from "./schema";

/**
 * What stands between the articles of an export. In both formats an export that broke off is recognised: lines end with
 * one that says so, and half a JSON document doesn't parse.
 */
export interface Framing {
  opening(header: ExportHeader): string;
  /** `isFirst`: no article came before. */
  article(article: unknown, isFirst: boolean): string;
  closing(articles: number): string;
}

export const framings: Record<ExportFormat, Framing> = {
  ndjson: {
    opening: (header) => `${JSON.stringify(header)}\n`,
    article: (article) => `${JSON.stringify(article)}\n`,
    closing: (articles) => `${JSON.stringify({ end: true, articles })}\n`,
  },
  json: {
    opening: (header) => `${JSON.stringify(header).slice(0, -1)},"articles":[`,
    article: (article, isFirst) => `${isFirst ? "" : ","}\n${JSON.stringify(article)}`,
    closing: () => "\n]}\n",
  },
};
