import { slugLengthMax } from "../../src/server/articles/schema";
import type { Api } from "../rest/client";
import type { Addresses, Source } from "./article";
import { type Existing, findBySlug, isSameText } from "./existing";
import { forEachConcurrently } from "./for-each-concurrently";
import { type ImportedSource, keyOfSource, shortHash } from "./imported-sources";

/** The address of one source, and what is to be known of how it came to it. */
export interface Place {
  slug: string;
  known: ImportedSource | undefined;
  /** An article of the same words that no import has made: it is taken as this one's. */
  same: Existing | undefined;
  /** The address that it would have liked, if another article has it. */
  takenSlug: string | undefined;
}

/**
 * Gives each source an address before any is written, so that links between them lead to the right ones. Who was imported
 * before keeps what the article has now; of several that would like the same one the first gets it, and none gets that of
 * an article which this import didn't make. The others get a hash of their id behind it.
 */
export class AddressBook implements Addresses {
  readonly #places = new Map<string, Place>();

  place(id: string): Place | undefined {
    return this.#places.get(id);
  }

  slugOf(id: string): string | undefined {
    return this.#places.get(id)?.slug;
  }

  /** Asks the server for what has the addresses that new sources would like. */
  static async of({ api, sources, known, concurrency }: Planning): Promise<AddressBook> {
    const book = new AddressBook();
    const disputed = new Map<Source, Existing>();
    const settle = async (source: Source) => {
      const slug = source.slug ?? "";
      const existing = await findBySlug(api, slug);
      if (existing) disputed.set(source, existing);
    };
    await forEachConcurrently(book.#placeWhatIsKnown(sources, known), concurrency, settle);
    await forEachConcurrently([...disputed], concurrency, ([source, existing]) =>
      book.#dispute(source, existing),
    );
    return book;
  }

  /** Returns the new ones that have the address that they would like, unless an article of others has it. */
  #placeWhatIsKnown(sources: readonly Source[], known: ReadonlyMap<string, ImportedSource>): Source[] {
    const taken = new Set([...known.values()].map(({ article }) => article.slug));
    return sources.filter((source) => {
      const { id, slug } = source;
      const before = known.get(keyOfSource(id));
      if (before) this.#set(id, before.article.slug, { known: before });
      if (before || slug === undefined) return false;
      const isFree = slug !== "" && slug.length <= slugLengthMax && !taken.has(slug);
      if (isFree) this.#set(id, slug);
      else this.#set(id, withHash(slug || "article", id), { takenSlug: taken.has(slug) ? slug : undefined });
      taken.add(slug);
      return isFree;
    });
  }

  async #dispute(source: Source, existing: Existing): Promise<void> {
    const read = await source.read(this).catch(() => undefined); // why it can't be read is said when its turn comes
    if (read && isSameText(read, existing)) this.#set(source.id, existing.slug, { same: existing });
    else this.#set(source.id, withHash(existing.slug, source.id), { takenSlug: existing.slug });
  }

  #set(id: string, slug: string, others: Partial<Place> = {}): void {
    this.#places.set(id, { slug, known: undefined, same: undefined, takenSlug: undefined, ...others });
  }
}

export interface Planning {
  api: Api;
  /** In the order in which they come to their addresses. */
  sources: readonly Source[];
  known: ReadonlyMap<string, ImportedSource>;
  concurrency: number;
}

export function withHash(slug: string, id: string): string {
  const hash = shortHash(id);
  return `${slug.slice(0, slugLengthMax - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
