import { LRUCache } from "lru-cache";

/** Bytes of all that is kept. */
const sizeMax = 16 * 1024 * 1024;
/** Bytes that each entry takes beside its value. */
const overhead = 200;

/** What is not final isn't kept. */
export interface Kept {
  isFinal: boolean;
}

/**
 * What texts became, by organisation and hash of the text, so that nothing has to be invalidated. When there is too much,
 * the organisation that has most gives way with what it used longest ago, so that none pushes out the others'.
 */
export class RenderedTexts<T extends object> {
  readonly #byTenant = new LRUCache<string, LRUCache<string, T>>({
    max: 10_000,
    dispose: (own) => own.clear(),
  });
  readonly #loading = new Map<string, Promise<T>>();
  #size = 0;

  constructor(
    private readonly sizeOf: (value: T) => number,
    private readonly max = sizeMax,
  ) {}

  /** What is kept, or what `load` answers. Loads of the same text at the same time are one. */
  read(tenantId: string, hash: string, load: () => Promise<T & Kept>): Promise<T> {
    const found = this.#byTenant.get(tenantId)?.get(hash);
    if (found) return Promise.resolve(found);
    const key = `${tenantId}:${hash}`;
    return this.#loading.get(key) ?? this.#load(key, tenantId, hash, load);
  }

  /** Bytes of what is kept. */
  get size(): number {
    return this.#size;
  }

  #load(key: string, tenantId: string, hash: string, load: () => Promise<T & Kept>): Promise<T> {
    const loading = load()
      .then((value) => {
        if (value.isFinal) this.#keep(tenantId, hash, value);
        return value;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  #keep(tenantId: string, hash: string, value: T): void {
    const own = this.#byTenant.get(tenantId) ?? this.#ofTenant();
    if (!this.#byTenant.has(tenantId)) this.#byTenant.set(tenantId, own);
    own.set(hash, value);
    while (this.#size > this.max) this.#largest()?.pop();
  }

  #ofTenant(): LRUCache<string, T> {
    return new LRUCache<string, T>({
      maxSize: this.max,
      sizeCalculation: (value) => this.#bytesOf(value),
      onInsert: (value) => {
        this.#size += this.#bytesOf(value);
      },
      dispose: (value) => {
        this.#size -= this.#bytesOf(value);
      },
    });
  }

  #bytesOf(value: T): number {
    return this.sizeOf(value) + overhead;
  }

  #largest(): LRUCache<string, T> | undefined {
    let largest: LRUCache<string, T> | undefined;
    for (const own of this.#byTenant.values())
      if (!largest || own.calculatedSize > largest.calculatedSize) largest = own;
    return largest;
  }
}
