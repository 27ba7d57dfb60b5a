import type { PublicEvent } from "@/server/events/public-event";
import { callJson } from "../../support/api";

interface Copied {
  id: string;
  author: { id: string; name: string };
  tags: { slug: string; name: string }[];
  [field: string]: unknown;
}

/**
 * An integrator's copy of an organisation's articles, kept by nothing but the API: a cursor first, then the lists, then the
 * feed. docs/guides/keeping-a-copy.md tells the same in words.
 */
export class Mirror {
  readonly copy = new Map<string, Copied>();
  /** Ids of events as they came. */
  readonly seen: string[] = [];
  #cursor = "";

  constructor(private readonly key: string) {}

  async begin(): Promise<void> {
    this.#cursor = (await this.#get("/events?after=latest")).meta.nextCursor;
    for (const article of await this.list()) this.copy.set(article.id, article);
  }

  /** Applies the next page of the feed; false where there was nothing. */
  async follow(): Promise<boolean> {
    const { data, meta } = await this.#get(`/events?limit=50&after=${this.#cursor}`);
    for (const event of data as PublicEvent[]) {
      this.seen.push(event.data.id);
      await this.#apply(event);
    }
    this.#cursor = meta.nextCursor;
    return data.length > 0 || meta.hasMore;
  }

  /** All articles as the list has them. */
  async list(): Promise<Copied[]> {
    const articles: Copied[] = [];
    for (let cursor = ""; ; ) {
      const { data, meta } = await this.#get(`/articles?limit=100&sort=createdAt${cursor}`);
      articles.push(...data);
      if (!meta.nextCursor) return articles;
      cursor = `&cursor=${meta.nextCursor}`;
    }
  }

  async #apply({ type, data }: PublicEvent): Promise<void> {
    const { subject } = data;
    if (type === "article.deleted") this.copy.delete(subject.id);
    else if (subject.type === "article") await this.#fetch(subject.id);
    else if (subject.type === "comment") await this.#fetch(String(data.articleId));
    else if (type === "tag.updated") await this.#fetchTagged(data.previousSlug);
    else if (type === "tag.deleted") await this.#fetchTagged(data.slug);
    else if (subject.type === "member") await this.#fetchWhere(({ author }) => author.id === subject.id);
  }

  async #fetchTagged(slug: unknown): Promise<void> {
    await this.#fetchWhere(({ tags }) => tags.some((tag) => tag.slug === slug));
  }

  async #fetchWhere(isConcerned: (article: Copied) => boolean): Promise<void> {
    for (const article of [...this.copy.values()].filter(isConcerned)) await this.#fetch(article.id);
  }

  async #fetch(id: string): Promise<void> {
    const { status, body } = await callJson("GET", `/api/v1/articles/${id}`, { key: this.key });
    if (status === 404) this.copy.delete(id);
    else this.copy.set(id, body.data);
  }

  async #get(path: string) {
    const { status, body, text } = await callJson("GET", `/api/v1${path}`, { key: this.key });
    if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
    return body;
  }
}
