/**
 * What a source says of an article, by key. Keys are the same in capitals, with hyphens, underscores or blanks, as the
 * many systems write them. What nobody asked for is known at the end, so that nothing is lost without a word.
 */
export class Fields {
  readonly #values = new Map<string, unknown>();
  readonly #written = new Map<string, string>();
  readonly #asked = new Set<string>();

  constructor(data: Iterable<readonly [string, unknown]> = []) {
    for (const [written, value] of data) {
      const key = keyOf(written);
      // Said twice in two spellings: the first stays, and the second is reported as not carried.
      if (this.#values.has(key)) this.#written.set(`${key} again`, written);
      else {
        this.#values.set(key, value);
        this.#written.set(key, written);
      }
    }
  }

  /** What `key` says; undefined where it says nothing. */
  take(key: string): unknown {
    this.#asked.add(key);
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  hasOnly(keys: readonly string[]): boolean {
    return [...this.#written.keys()].every((key) => keys.includes(key));
  }

  /** How the source spells the key. */
  written(key: string): string {
    return this.#written.get(key) ?? key;
  }

  /** The keys that say something and that nobody asked for, as they were written. */
  unused(): string[] {
    return [...this.#written]
      .filter(([key]) => !this.#asked.has(key) && !(this.#values.has(key) && isBlank(this.#values.get(key))))
      .map(([, written]) => written);
  }
}

/** `publish_date`, `Publish-Date` and `publishDate` are one key. */
export function keyOf(written: string): string {
  return written
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}

export function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** A value for a person, in one short line. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(plain(value)) ?? String(value));
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 79).replace(/[\ud800-\udbff]$/, "")}…` : line;
}

function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
